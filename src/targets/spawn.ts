/** The one file that starts processes. A command that fails, hangs or cannot be started comes back as data. */
import { setImmediate, setTimeout } from 'node:timers/promises';
import { execa } from 'execa';
import type { ExecResult } from '../domain/exec.ts';
import type { OutputChunk } from '../engine/ports.ts';
import { boundedText } from './bounded-text.ts';
import type { Wire } from './wire.ts';

const KEPT_CHARACTERS = 512 * 1024;
const KILL_AFTER_MS = 2000;
/** How long a child that outlives the command may keep its stdout open before it is no longer listened to. */
const DRAIN_MS = 200;
/** How long a killed group may take to be gone. */
const GONE_MS = 1000;
const POLL_MS = 20;

export type SpawnRequest = {
  argv: string[];
  stdin: string;
  timeoutMs: number;
  env: Record<string, string>;
  signal: AbortSignal;
  onOutput: (chunk: OutputChunk) => void;
  /** Takes out what the harness says about itself. */
  wire?: Wire;
  /**
   * How to stop what outlives this command because it runs elsewhere; tells whether anything of it may still run.
   * Such a command is let go as soon as the harness has said that the step ended, whoever keeps its output open there.
   */
  stopThere?: () => Promise<boolean>;
  /** Leaves it at the terminal, where it can ask for a password. */
  atTerminal?: boolean;
};

type End = { code: number | null; signal: string | null } | { failed: string };

/** Its own process group, killed as a whole on time-out and interrupt: TERM, then KILL. */
const start = ({ argv: [file = '', ...args], stdin, env, atTerminal = false }: SpawnRequest) =>
  execa(file, args, {
    input: stdin,
    env,
    extendEnv: false,
    killDescendants: !atTerminal,
    buffer: false,
    reject: false,
    forceKillAfterDelay: KILL_AFTER_MS,
    encoding: 'utf8',
  });

type Subprocess = ReturnType<typeof start>;

const ended = (subprocess: Subprocess): Promise<End> =>
  new Promise((resolve) => {
    subprocess.nodeChildProcess.once('exit', (code, signal) => resolve({ code, signal }));
    subprocess.nodeChildProcess.once('error', (error) => resolve({ failed: error.message }));
  });

/** What a pipe can hold is read in fewer rounds than these; whoever goes on writing into it is not listened to for ever. */
const ROUNDS = 64;

/** A timer is late before what lies in a pipe is read, when this process was busy: so read until nothing more comes. */
const readOut = async (heard: () => number): Promise<void> => {
  for (let round = 0, before = -1; round < ROUNDS && heard() !== before; round += 1) {
    before = heard();
    await setImmediate();
  }
};

/** Resolves when both streams have ended, or soon after the command has although something still holds them open. */
const drained = async (subprocess: Subprocess, heard: () => number): Promise<void> => {
  const streams = [subprocess.stdout, subprocess.stderr].filter((stream) => !stream.readableEnded && !stream.closed);
  const ends = streams.map((stream) => new Promise((resolve) => stream.once('end', resolve).once('close', resolve)));
  const enough = new AbortController();
  const late = setTimeout(DRAIN_MS, undefined, { signal: enough.signal }).then(
    () => readOut(heard),
    () => {},
  );
  await Promise.race([Promise.all(ends), late]);
  enough.abort();
};

const listen = (subprocess: Subprocess, { onOutput, wire }: SpawnRequest) => {
  const kept = { stdout: boundedText(KEPT_CHARACTERS), stderr: boundedText(KEPT_CHARACTERS) };
  let heard = 0;
  const take = (stream: OutputChunk['stream'], text: string): void => {
    if (text === '') return;
    kept[stream].add(text);
    onOutput({ stream, text });
  };
  for (const stream of ['stdout', 'stderr'] as const)
    subprocess[stream].setEncoding('utf8').on('data', (text: string) => {
      heard += text.length;
      take(stream, wire ? wire.sift(stream, text) : text);
    });
  const finish = (): void => {
    if (wire) for (const stream of ['stdout', 'stderr'] as const) take(stream, wire.rest(stream));
  };
  return { kept, finish, heard: () => heard };
};

/** What is running now, for whoever must leave at once. */
const live = new Set<Subprocess>();

/** Kills all steps that run, without waiting for anything. */
export const killRunning = (): void => {
  for (const subprocess of live) subprocess.kill('SIGKILL');
};

type Stopped = 'timed-out' | 'interrupted' | null;

/** A command that ended while this process was not looking (suspended, busy) has ended, however late its timer is: so look once more first. */
const stopper = ({ timeoutMs, signal, stopThere }: SpawnRequest, subprocess: Subprocess) => {
  let why: Stopped = null;
  let there: Promise<boolean> | null = null;
  const stop = (reason: Exclude<Stopped, null>) =>
    globalThis.setImmediate(() => {
      if (!live.has(subprocess)) return;
      why ??= reason;
      if (!stopThere) return void subprocess.kill();
      there ??= stopThere().finally(() => subprocess.kill());
    });
  const onAbort = () => void stop('interrupted');
  const timer = globalThis.setTimeout(() => void stop('timed-out'), timeoutMs);
  if (signal.aborted) onAbort();
  signal.addEventListener('abort', onAbort);
  const release = () => {
    clearTimeout(timer);
    signal.removeEventListener('abort', onAbort);
  };
  /** True when something of it is left. */
  const stopped = async (): Promise<boolean> => why !== null && (await (there ?? sweep(subprocess)));
  return { why: (): Stopped => why, release, stopped };
};

/** What still holds the output of a step open after its end, on a target elsewhere, is not waited for. */
const letGo = async ({ wire, stopThere }: SpawnRequest, subprocess: Subprocess): Promise<void> => {
  if (!wire || !stopThere) return;
  await wire.over;
  await setTimeout(DRAIN_MS, undefined, { ref: false });
  if (live.has(subprocess)) subprocess.kill('SIGKILL');
};

/** Whether anything of the group is left, its own or another user's. */
const groupLives = (pid: number): boolean => {
  try {
    return process.kill(-pid, 0);
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
};

const gone = async (pid: number): Promise<boolean> => {
  for (let waited = 0; waited < GONE_MS; waited += POLL_MS) {
    if (!groupLives(pid)) return true;
    await setTimeout(POLL_MS);
  }
  return !groupLives(pid);
};

/** Kills the group for good: nothing of a stopped step may go on. What runs as root through sudo needs sudo for it. True when something is left. */
const sweep = async (subprocess: Subprocess): Promise<boolean> => {
  const { pid } = subprocess;
  if (pid === undefined) return false;
  subprocess.kill('SIGKILL');
  if (await gone(pid)) return false;
  await execa('sudo', ['-n', 'kill', '-KILL', '--', `-${pid}`], { reject: false, stdio: 'ignore', timeout: GONE_MS });
  return !(await gone(pid));
};

export type Held = { ended: Promise<void>; release(): void };

/** A command whose stdin is held open: it ends when that is let go, at the latest with this process, however that ends. */
export const hold = ([file = '', ...args]: string[], env: Record<string, string>): Held => {
  const subprocess = execa(file, args, {
    env,
    extendEnv: false,
    stdin: 'pipe',
    stdout: 'ignore',
    stderr: 'ignore',
    reject: false,
    detached: true,
  });
  subprocess.nodeChildProcess.unref();
  return { ended: subprocess.then(() => {}), release: () => void subprocess.stdin.end() };
};

export const spawn = async (request: SpawnRequest): Promise<ExecResult> => {
  const began = performance.now();
  if (request.signal.aborted) return { kind: 'interrupted', running: false, stdout: '', stderr: '', truncated: false, ms: 0 };
  const subprocess = start(request);
  live.add(subprocess);
  void subprocess.catch(() => {});
  const { kept, finish, heard } = listen(subprocess, request);
  void letGo(request, subprocess);
  const stop = stopper(request, subprocess);
  const end = await ended(subprocess);
  live.delete(subprocess);
  stop.release();
  const running = await stop.stopped();
  await drained(subprocess, heard);
  finish();
  for (const stream of [subprocess.stdout, subprocess.stderr]) stream.destroy();
  const { stdout, stderr } = kept;
  const output = { stdout: stdout.text(), stderr: stderr.text(), truncated: stdout.truncated(), ms: performance.now() - began };
  return resultOf(end, stop.why(), { afterMs: request.timeoutMs, running, output });
};

type Output = Pick<ExecResult, 'stdout' | 'stderr' | 'truncated' | 'ms'>;

const resultOf = (end: End, stopped: Stopped, about: { afterMs: number; running: boolean; output: Output }): ExecResult => {
  const { afterMs, running, output } = about;
  if ('failed' in end) return { kind: 'unreachable', reason: end.failed, ...output };
  if (stopped === 'timed-out') return { kind: 'timed-out', afterMs, running, ...output };
  if (stopped === 'interrupted') return { kind: 'interrupted', running, ...output };
  return end.code === null
    ? { kind: 'signalled', signal: end.signal ?? 'unknown', ...output }
    : { kind: 'exited', code: end.code, ...output };
};
