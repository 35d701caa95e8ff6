/** What a run that may change something needs before it begins: the target to itself, and a journal. */
import { ProblemError, fail, problem } from '../domain/problem.ts';
import { targetName } from '../domain/target.ts';
import type { Target } from '../domain/target.ts';
import { takeLock } from '../journal/lock.ts';
import type { Lock } from '../journal/lock.ts';
import { openJournal, stateDirectory } from '../journal/writer.ts';
import type { Journal } from '../journal/writer.ts';
import { systemClock } from './clock.ts';
import type { Io } from './io.ts';

export type Kept = { journal: Journal; release: () => void };

const HINT =
  'A run is written down before each step, so that it can be understood afterwards. Set XDG_STATE_HOME to a directory that can be written.';

const ofFileSystem = <T>(directory: string, work: () => T): T => {
  try {
    return work();
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new ProblemError(problem('no-journal', `No journal can be kept under ${directory}: ${why}`, { hint: HINT }));
  }
};

const refuse = (target: Target, { by }: Extract<Lock, { kind: 'taken' }>): never =>
  fail('locked', `The run ${by.run} is at work on ${targetName(target)} since ${by.since} (process ${by.pid}).`, {
    hint: 'Wait for it, or end it there.',
    state: 'This run has changed nothing.',
  });

export const keepFor = (run: string, target: Target, io: Io): Kept => {
  const directory = stateDirectory(io.env, io.home);
  const since = systemClock.now().toISOString();
  const lock = ofFileSystem(directory, () => takeLock(directory, targetName(target), { run, since }));
  if (lock.kind === 'taken') return refuse(target, lock);
  return { journal: ofFileSystem(directory, () => openJournal(directory, run)), release: lock.release };
};
