/** The one file that starts processes. A command that fails, hangs or cannot be started comes back as data. */
import { setTimeout } from 'node:timers/promises';
import { execa } from 'execa';
import type { ExecResult } from '../domain/exec.ts';
import type { OutputChunk } from '../engine/ports.ts';
import { boundedText } from './bounded-text.ts';

const KEPT_CHARACTERS = 512 * 1024;
const KILL_AFTER_MS = 2000;
/** How long a child that outlives the command may keep its stdout open before it is no longer listened to. */
const DRAIN_MS = 200;

export type SpawnRequest = {
  argv: string[];
  stdin: string;
  timeoutMs: number;
  env: Record<string, string>;
  signal: AbortSignal;
  onOutput: (chunk: OutputChunk) => void;
};

type End = { code: number | null; signal: string | null } | { failed: string };

/** Its own process group, killed as a whole on time-out and interrupt: TERM, then KILL. */
const start = ({ argv: [file = '', ...args], stdin, env }: SpawnRequest) =>
  execa(file, args, {
    input: stdin,
    env,
    extendEnv: false,
    killDescendants: true,
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

/** Resolves when both streams have ended, or soon after the command has although something still holds them open. */
const drained = async (subprocess: Subprocess): Promise<void> => {
  const streams = [subprocess.stdout, subprocess.stderr].filter((stream) => !stream.readableEnded && !stream.closed);
  const ends = streams.map((stream) => new Promise((resolve) => stream.once('end', resolve).once('close', resolve)));
  const enough = new AbortController();
  const late = setTimeout(DRAIN_MS, undefined, { signal: enough.signal }).catch(() => {});
  await Promise.race([Promise.all(ends), late]);
  enough.abort();
};

const listen = (subprocess: Subprocess, onOutput: SpawnRequest['onOutput']) => {
  const kept = { stdout: boundedText(KEPT_CHARACTERS), stderr: boundedText(KEPT_CHARACTERS) };
  for (const stream of ['stdout', 'stderr'] as const) {
    subprocess[stream].setEncoding('utf8').on('data', (text: string) => {
      kept[stream].add(text);
      onOutput({ stream, text });
    });
  }
  return kept;
};

const stopReason = (request: SpawnRequest, kill: () => void) => {
  let reason: 'timed-out' | 'interrupted' | null = null;
  const stop = (why: 'timed-out' | 'interrupted') => {
    reason ??= why;
    kill();
  };
  const onAbort = () => stop('interrupted');
  const timer = globalThis.setTimeout(() => stop('timed-out'), request.timeoutMs);
  if (request.signal.aborted) onAbort();
  request.signal.addEventListener('abort', onAbort);
  const release = () => {
    clearTimeout(timer);
    request.signal.removeEventListener('abort', onAbort);
  };
  return { why: () => reason, release };
};

/** Kills the group for good once the leader is gone: nothing of a stopped step goes on. */
const sweep = (subprocess: Subprocess) => void subprocess.kill('SIGKILL');

export const spawn = async (request: SpawnRequest): Promise<ExecResult> => {
  const began = performance.now();
  const subprocess = start(request);
  void subprocess.catch(() => {});
  const kept = listen(subprocess, request.onOutput);
  const stop = stopReason(request, () => void subprocess.kill());
  const end = await ended(subprocess);
  stop.release();
  if (stop.why() !== null) sweep(subprocess);
  await drained(subprocess);
  for (const stream of [subprocess.stdout, subprocess.stderr]) stream.destroy();
  const output = { stdout: kept.stdout.text(), stderr: kept.stderr.text(), ms: performance.now() - began };
  return resultOf(end, stop.why(), { afterMs: request.timeoutMs, output });
};

type Output = { stdout: string; stderr: string; ms: number };

const resultOf = (
  end: End,
  stopped: 'timed-out' | 'interrupted' | null,
  { afterMs, output }: { afterMs: number; output: Output },
): ExecResult => {
  if ('failed' in end) return { kind: 'unreachable', reason: end.failed, ...output };
  if (stopped === 'timed-out') return { kind: 'timed-out', afterMs, ...output };
  if (stopped === 'interrupted') return { kind: 'interrupted', ...output };
  return end.code === null
    ? { kind: 'signalled', signal: end.signal ?? 'unknown', ...output }
    : { kind: 'exited', code: end.code, ...output };
};
