/** What a run that may change something needs before it begins: the target to itself, and a journal. */
import { ProblemError, fail, problem } from '../domain/problem.ts';
import { targetName } from '../domain/target.ts';
import { openJournal, stateDirectory } from '../journal/writer.ts';
import type { Journal } from '../journal/writer.ts';
import { takeLock } from '../targets/lock.ts';
import type { Lock } from '../targets/lock.ts';
import { ownerHere } from '../targets/lock-owner.ts';
import { systemClock } from './clock.ts';
import type { Io } from './io.ts';
import type { Where } from './where.ts';

export type Kept = { journal: Journal; release: () => Promise<void> };

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

const STATE = 'This run has changed nothing.';

const hintFor = ({ by, state }: Extract<Lock, { kind: 'taken' }>): string => {
  if (by === null) return 'Another version of the runner wrote the lock: ask it, or look at who uses the target.';
  if (state === 'alive') return `Wait for it, or end it: it is the process ${by.pid} on this machine.`;
  if (state === 'ended') return 'It has ended, but its lock is another user’s: run this as that user, or as root.';
  return `From here it cannot be told whether it still runs. Ask ${by.who}; if it does not, add --break-lock ${by.run}`;
};

const refuse = (target: string, lock: Extract<Lock, { kind: 'taken' }>): never => {
  const { by } = lock;
  const message =
    by === null ? `Somebody is at work on ${target}.` : `The run ${by.run} of ${by.who} is at work on ${target} since ${by.since}.`;
  return fail('locked', message, { hint: hintFor(lock), state: STATE });
};

/** The target to this run alone. Throws a Problem when somebody else has it, or it cannot be locked. */
export const lockFor = async (run: string, { target, exec }: Where, breaks?: string): Promise<Extract<Lock, { kind: 'held' }>> => {
  const name = targetName(target);
  const lock = await takeLock(exec, { target, owner: ownerHere({ run, since: systemClock.now() }), breaks });
  if (lock.kind === 'taken') return refuse(name, lock);
  if (lock.kind === 'failed') return fail('no-lock', `${name} cannot be had for one run alone: ${lock.reason}`, { state: STATE });
  return lock;
};

export type KeepRequest = { run: string; where: Where; io: Io; breaks?: string | undefined };

export const keepFor = async ({ run, where, io, breaks }: KeepRequest): Promise<Kept> => {
  const lock = await lockFor(run, where, breaks);
  const directory = stateDirectory(io.env, io.home);
  try {
    return { journal: ofFileSystem(directory, () => openJournal(directory, run)), release: lock.release };
  } catch (error) {
    await lock.release();
    throw error;
  }
};
