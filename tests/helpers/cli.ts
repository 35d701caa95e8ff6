/** The real bin, as a process of its own, over a catalogue of one runbook whose fault is a file. */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { inject } from 'vitest';
import { runbookSchema } from '../../src/domain/runbook.ts';
import type { Runbook } from '../../src/domain/runbook.ts';
import { tempDir } from './temp-dir.ts';
import { fileFault, runbookOf } from './runbook.ts';

export const MAIN = join(inject('cli'), 'runbook.mjs');

/** What one start of it has compiled serves the next: most of what a short command takes. */
export const COMPILED = { NODE_COMPILE_CACHE: join(inject('cli'), 'compiled') };

export type Answer = { code: number | null; stdout: string; stderr: string };
export type Place = { dir: string; root: string; env: Record<string, string> };

/** All that a run keeps and reads is in `dir`, the checkout in `root` there. */
export const envIn = (dir: string): Record<string, string> => ({
  PATH: process.env.PATH ?? '',
  HOME: dir,
  XDG_STATE_HOME: join(dir, 'state'),
  KUBEMEND_ROOT: join(dir, 'root'),
  LC_ALL: 'C',
  TMPDIR: dir,
  /** Other tests run on this machine too. */
  KUBEMEND_LOCK_DIR: dir,
});

/** A checkout with one runbook, a state directory and the fault: `broken` and `alive` are files in `dir`. */
export const faultyPlace = (change: (runbook: Runbook) => Runbook = (same) => same): Place => {
  const dir = tempDir();
  const { diagnose, verify, fix, undo } = fileFault(dir);
  const runbook = runbookSchema.parse(change(runbookOf([diagnose, fix, undo, verify])));
  const folder = join(dir, 'root', 'runbooks', runbook.slug);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'runbook.json'), JSON.stringify(runbook));
  for (const name of ['broken', 'alive']) writeFileSync(join(dir, name), '');
  return { dir, root: join(dir, 'root'), env: envIn(dir) };
};

const collected = (child: ChildProcess): Promise<Answer> =>
  new Promise((resolve) => {
    const text = { stdout: '', stderr: '' };
    for (const stream of ['stdout', 'stderr'] as const)
      child[stream]?.setEncoding('utf8').on('data', (chunk: string) => (text[stream] += chunk));
    child.once('close', (code) =>
      resolve({ code, stdout: stripVTControlCharacters(text.stdout), stderr: stripVTControlCharacters(text.stderr) }),
    );
  });

type Options = { env?: Record<string, string>; cwd?: string; uid?: number };

/** Starts it without stdin; `answer` is what came of it. */
export const startRunbook = (args: string[], { env = {}, ...options }: Options = {}): { child: ChildProcess; answer: Promise<Answer> } => {
  const child = spawn(process.execPath, [MAIN, ...args], { env: { ...COMPILED, ...env }, stdio: ['ignore', 'pipe', 'pipe'], ...options });
  return { child, answer: collected(child) };
};

export const runbook = (args: string[], options: Options = {}): Promise<Answer> => startRunbook(args, options).answer;

/** At a terminal of its own (util-linux's script), typing `typed`. Both streams come out as one. */
export const runbookAtTerminal = (args: string[], typed: string, env: Record<string, string>): Promise<Answer> => {
  const command = [process.execPath, MAIN, ...args].map((word) => `'${word}'`).join(' ');
  const child = spawn('script', ['-qec', command, '/dev/null'], {
    env: { ...COMPILED, ...env, TERM: 'dumb' },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  child.stdin.write(typed);
  return collected(child);
};

/** At a terminal of its own, answering each question when it is asked. What the terminal shows comes out, echo included. */
export const conversation = async (
  args: string[],
  turns: [question: string, answer: string][],
  env: Record<string, string>,
): Promise<Answer> => {
  const command = [process.execPath, MAIN, ...args].map((word) => `'${word}'`).join(' ');
  const child = spawn('script', ['-qec', command, '/dev/null'], {
    env: { ...COMPILED, ...env, TERM: 'dumb' },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const waiting = [...turns];
  let seen = '';
  child.stdout.on('data', (chunk: Buffer) => {
    seen += chunk.toString();
    const [turn] = waiting;
    if (!turn || !seen.includes(turn[0])) return;
    waiting.shift();
    seen = '';
    setTimeout(() => child.stdin.write(turn[1]), 100);
  });
  const answer = await collected(child);
  if (waiting.length > 0) throw new Error(`it never asked ${waiting[0]?.[0]}; it said:\n${answer.stdout}${answer.stderr}`);
  return answer;
};

/** Times and the number of samples differ from run to run; nothing else may. */
export const withoutTimes = (text: string): string =>
  text
    .replaceAll(/\b\d+(\.\d+)? (ms|s)\b/g, '<time>')
    .replaceAll(/\d+ samples?/g, '<n> samples')
    .replaceAll(/[ \t]+$/gm, '');
