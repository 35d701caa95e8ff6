/** The one file that starts processes. A command that fails, hangs or cannot be started comes back as data. */
import { spawn as startChild } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';
import { setTimeout } from 'node:timers/promises';
import { execa } from 'execa';
import type { ExecResult } from '../domain/exec.ts';
import type { OutputChunk } from '../engine/ports.ts';
import { listen } from './listening.ts';
import type { Streams } from './listening.ts';
import { stopper } from './stopping.ts';
import type { Stopped } from './stopping.ts';

/** How long what is asked to stop may take before it is killed. */
export const KILL_AFTER_MS = 2000;
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
  /** Leaves it at the terminal, where it can ask for a password. */
  atTerminal?: boolean;
};

export type End = { code: number | null; signal: string | null } | { failed: string };

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
type Ending = { once(event: string, listener: (...what: never[]) => void): unknown };

const ended = (child: Ending): Promise<End> =>
  new Promise((resolve) => {
    child.once('exit', (code: number | null, signal: string | null) => resolve({ code, signal }));
    child.once('error', (error: Error) => resolve({ failed: error.message }));
  });

/** How what is running now is killed, for whoever must leave at once. */
export const live = new Set<() => void>();

/** Kills all steps that run, without waiting for anything. */
export const killRunning = (): void => {
  for (const kill of live) kill();
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

/** Kills the group for good: nothing of a stopped command may go on. What runs as root through sudo needs sudo for it. True when something is left. */
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

export type Served = {
  stdin: Writable;
  /** Its own output first, then as many more pairs as were asked for, on the descriptors 3 and 4, 5 and 6, … */
  pairs: Streams[];
  ended: Promise<End>;
  /** To its process group. */
  kill: (signal: NodeJS.Signals) => void;
  /** Lets go of the pairs from this one on, to which nobody listens. */
  release(from: number): void;
};

const signalGroup = (pid: number | undefined, signal: NodeJS.Signals): void => {
  try {
    if (pid !== undefined) process.kill(-pid, signal);
  } catch {
    // It has ended.
  }
};

/** A command that is spoken to while it runs, in a process group and session of its own. This process does not live on for its sake. */
export const serve = ([file = '', ...args]: string[], { env, more }: { env: Record<string, string>; more: number }): Served => {
  const child = startChild(file, args, { env, detached: true, stdio: Array.from({ length: 3 + 2 * more }, () => 'pipe' as const) });
  const [stdin, ...outputs] = child.stdio as [Writable, ...Readable[]];
  stdin.on('error', () => {});
  child.unref();
  for (const stream of child.stdio) (stream as unknown as { unref(): void }).unref();
  const pairs = Array.from({ length: 1 + more }, (_, at) => ({ stdout: outputs[2 * at], stderr: outputs[2 * at + 1] }) as Streams);
  const release = (from: number): void => {
    for (const { stdout, stderr } of pairs.slice(from)) [stdout, stderr].map((stream) => stream.destroy());
  };
  return { stdin, pairs, ended: ended(child), kill: (signal) => signalGroup(child.pid, signal), release };
};

export const spawn = async (request: SpawnRequest): Promise<ExecResult> => {
  const began = performance.now();
  if (request.signal.aborted) return { kind: 'interrupted', running: false, stdout: '', stderr: '', truncated: false, ms: 0 };
  const subprocess = start(request);
  const kill = () => void subprocess.kill('SIGKILL');
  live.add(kill);
  void subprocess.catch(() => {});
  const listening = listen(subprocess, request);
  const ending = ended(subprocess.nodeChildProcess);
  const stop = stopper(request, {
    lives: () => live.has(kill),
    stop: async () => {
      subprocess.kill();
      await ending;
      return sweep(subprocess);
    },
  });
  const end = await ending;
  live.delete(kill);
  stop.release();
  const running = await stop.left();
  const output = { ...(await listening.finish()), ms: performance.now() - began };
  return resultOf(end, stop.why(), { afterMs: request.timeoutMs, running, output });
};

type How = { afterMs: number; running: boolean; output: Pick<ExecResult, 'stdout' | 'stderr' | 'truncated' | 'ms'> };

export const resultOf = (end: End, stopped: Stopped, { afterMs, running, output }: How): ExecResult => {
  if ('failed' in end) return { kind: 'unreachable', reason: end.failed, ...output };
  if (stopped === 'timed-out') return { kind: 'timed-out', afterMs, running, ...output };
  if (stopped === 'interrupted') return { kind: 'interrupted', running, ...output };
  return end.code === null
    ? { kind: 'signalled', signal: end.signal ?? 'unknown', ...output }
    : { kind: 'exited', code: end.code, ...output };
};
