/**
 * The command line on the counting runbook, killed with SIGKILL wherever one likes: after any record, or while an action is at work. The target is
 * a parameter, as long as it sees the same /tmp as this machine.
 */
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { runbookSchema } from '../../src/domain/runbook.ts';
import { COMPILED, MAIN } from './cli.ts';
import { countingRunbook, countsOf, makeAlive } from './counting.ts';
import { keysOf } from './record-key.ts';
import { bareTempDir } from './temp-dir.ts';

/** Where one run at a time goes on: a node that is reached by ssh has one lock for all. */
export type On = { target: string; env: Record<string, string> };
type Ended = { code: number | null; signal: string | null; said: string };

const PRELOAD = join(import.meta.dirname, 'kill-at.ts');

export type Scene = { dir: string; env: Record<string, string>; target: string; end: () => void };

/** A directory with the catalogue, the state and the counters of one run. */
export const scene = (alive: boolean, { target, env }: On): Scene => {
  const dir = bareTempDir();
  const runbook = runbookSchema.parse(countingRunbook(dir));
  const folder = join(dir, 'root', 'runbooks', runbook.slug);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'runbook.json'), JSON.stringify(runbook));
  if (alive) makeAlive(dir);
  const own = { HOME: dir, XDG_STATE_HOME: join(dir, 'state'), KUBEMEND_ROOT: join(dir, 'root'), KUBEMEND_LOCK_DIR: dir, LC_ALL: 'C' };
  return {
    dir,
    env: { PATH: process.env['PATH'] ?? '', ...env, ...own },
    target,
    end: () => rmSync(dir, { recursive: true, force: true }),
  };
};

const start = ({ env }: Scene, args: string[], killAt = '') => {
  const child = spawn(process.execPath, [...(killAt === '' ? [] : ['--import', PRELOAD]), MAIN, ...args], {
    env: { ...COMPILED, ...env, KILL_AT: killAt },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text: string) => (said += text));
  const ended = new Promise<Ended>((resolve) => child.once('exit', (code, signal) => setImmediate(() => resolve({ code, signal, said }))));
  return { child, ended };
};

const runOf = ({ target }: Scene): string[] => ['run', 'test-fault', '--yes', '--target', target];

const journalOf = ({ dir }: Scene): string => {
  const runs = join(dir, 'state', 'kubemend', 'runs');
  const [run = ''] = existsSync(runs) ? readdirSync(runs) : [];
  return readFileSync(join(runs, run, 'journal.jsonl'), 'utf8');
};

export const verdictOf = (at: Scene): unknown => {
  const last = journalOf(at).trim().split('\n').at(-1) ?? '{}';
  return (JSON.parse(last) as { event: { verdict?: unknown } }).event.verdict;
};

/** Every record of an undisturbed run. */
export const recordsOf = async (alive: boolean, on: On): Promise<string[]> => {
  const at = scene(alive, on);
  await start(at, runOf(at)).ended;
  const keys = keysOf(journalOf(at));
  at.end();
  return keys;
};

const resumed = (at: Scene): Promise<Ended> => start(at, ['resume', '2', '--yes']).ended;

/** Killed after a record, then resumed: what came of it. */
export const killedAt = async (record: string, alive: boolean, on: On) => {
  const at = scene(alive, on);
  const first = await start(at, runOf(at), record).ended;
  const second = await resumed(at);
  const outcome = { record, killed: first.signal, code: second.code, verdict: verdictOf(at), ...countsOf(at.dir) };
  at.end();
  return { outcome, said: `${first.said}${second.said}` };
};

const until = async (ready: () => boolean): Promise<void> => {
  for (let waited = 0; !ready() && waited < 60_000; waited += 20) await setTimeout(20);
};

/**
 * Killed while the step is between its halves, which goes on by itself once the runner is dead; or, `ended`, when the step has ended and the runner, which was stopped
 * before, has not yet learnt of it.
 */
export const killedDuring = async (step: string, { alive, ended }: { alive: boolean; ended: boolean }, on: On) => {
  const at = scene(alive, on);
  writeFileSync(join(at.dir, 'hold'), step);
  const first = start(at, runOf(at));
  await until(() => existsSync(join(at.dir, `in-${step}`)));
  first.child.kill(ended ? 'SIGSTOP' : 'SIGKILL');
  if (ended) {
    const before = JSON.stringify(countsOf(at.dir));
    rmSync(join(at.dir, 'hold'));
    await until(() => JSON.stringify(countsOf(at.dir)) !== before);
    await setTimeout(300);
    first.child.kill('SIGKILL');
  }
  const { signal } = await first.ended;
  rmSync(join(at.dir, 'hold'), { force: true });
  const second = await resumed(at);
  const keys = keysOf(journalOf(at));
  const doubted = keys.filter((key) => key.startsWith('doubt.settled') || key === `step.started ${step}#2`);
  const outcome = { record: step, killed: signal, code: second.code, verdict: verdictOf(at), ...countsOf(at.dir), doubted };
  at.end();
  return { outcome, said: second.said };
};

/** One at a time in each place: each waits more than it works. */
export const inParallel = async <T, R>(items: T[], work: (item: T, on: On) => Promise<R>, places: On[]): Promise<R[]> => {
  const results: R[] = [];
  const waiting = items.entries();
  const worker = async (on: On): Promise<void> => {
    for (const [at, item] of waiting) results[at] = await work(item, on);
  };
  await Promise.all(places.map(worker));
  return results;
};
