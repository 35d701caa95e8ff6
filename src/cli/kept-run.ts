/** A run as it was kept: found by the beginning of its id, read, and checked against what lies beside it. */
import { join } from 'node:path';
import { runbookDigest } from '../domain/digest.ts';
import type { RunEvent } from '../domain/event.ts';
import { lockOwnerSchema } from '../domain/lock-owner.ts';
import type { LockOwner } from '../domain/lock-owner.ts';
import { fail } from '../domain/problem.ts';
import { runbookSchema } from '../domain/runbook.ts';
import type { Runbook } from '../domain/runbook.ts';
import { historyOf } from '../engine/history.ts';
import type { History } from '../engine/history.ts';
import { prospectOf } from '../engine/prospect.ts';
import { readJournal } from '../journal/reader.ts';
import { JOURNAL, OWNER, RUNBOOK, prune, readBeside, runDirectory, runIds } from '../journal/store.ts';
import { stateDirectory } from '../journal/writer.ts';
import type { After } from '../journal/writer.ts';
import { ownerState } from '../targets/lock-owner.ts';
import { systemClock } from './clock.ts';
import type { Io } from './io.ts';

type Started = Extract<RunEvent, { type: 'run.started' }>;

/** `empty`: it was killed before it had written anything. */
export type KeptRun = {
  run: string;
  file: string;
  events: RunEvent[];
  started: Started | null;
  history: History;
  /** Who is at work on it right now. */
  atWork: LockOwner | null;
  torn: boolean;
  after: After;
};

const atWorkOn = (stateDir: string, run: string): LockOwner | null => {
  const owner = lockOwnerSchema.safeParse(readBeside(stateDir, { run, name: OWNER }));
  return owner.success && ownerState(owner.data) === 'alive' ? owner.data : null;
};

/** Throws a Problem when its journal is not right. */
export const keptRun = (stateDir: string, run: string): KeptRun => {
  const file = join(runDirectory(stateDir, run), JOURNAL);
  const { records, bytes, size, torn } = readJournal(file);
  const events = records.map(({ event }) => event);
  const started = events.find((event): event is Started => event.type === 'run.started') ?? null;
  const history = historyOf(events);
  const owner = history.verdict === null ? atWorkOn(stateDir, run) : null;
  return { run, file, events, started, history, atWork: owner, torn, after: { bytes, size, seq: records.length } };
};

/** By the whole id, or by a beginning that only one has. */
export const findRun = async (io: Io, text: string): Promise<KeptRun> => {
  const stateDir = stateDirectory(io.env, io.home);
  const ids = runIds(stateDir);
  const matching = ids.includes(text) ? [text] : ids.filter((id) => text !== '' && id.startsWith(text));
  if (matching.length === 1) return keptRun(stateDir, matching[0] ?? '');
  if (matching.length > 1)
    return fail('unknown-run', `${text} is the beginning of ${matching.length} runs.`, {
      hint: `Which one: ${matching.slice(0, 5).join(', ')}?`,
    });
  const { nearest } = await import('../catalog/nearest.ts');
  const close = nearest(text, ids);
  const hint = close === null ? '`runbook runs` tells which there are.' : `Did you mean ${close}?`;
  return fail('unknown-run', `There is no run ${text}.`, { hint });
};

/** The runbook as it was when the run began. */
export const runbookOf = async (io: Io, { run, started, file }: KeptRun): Promise<Runbook> => {
  const runbook = runbookSchema.safeParse(readBeside(stateDirectory(io.env, io.home), { run, name: RUNBOOK }));
  if (!runbook.success) return fail('bad-journal', `The runbook beside ${file} is missing, or not right.`);
  if (started !== null && (await runbookDigest(runbook.data)) !== started.digest)
    return fail('bad-journal', `The runbook beside ${file} is not the one that ran: it was changed afterwards.`);
  return runbook.data;
};

/** What cannot be read is kept for whoever can. */
const isOver =
  (stateDir: string) =>
  (run: string): boolean => {
    try {
      const { history, atWork } = keptRun(stateDir, run);
      return atWork === null && history.verdict?.kind !== 'in-between' && prospectOf(history).kind === 'over';
    } catch {
      return false;
    }
  };

export const pruneRuns = (stateDir: string): string[] => prune(stateDir, { now: systemClock.now(), isOver: isOver(stateDir) });
