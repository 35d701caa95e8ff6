/** What a run that may change something needs before it begins: the target to itself, and a journal. */
import { ProblemError, fail, problem } from '../domain/problem.ts';
import type { Language } from '../domain/language.ts';
import type { LockOwner } from '../domain/lock-owner.ts';
import type { RunEvent } from '../domain/event.ts';
import type { Runbook } from '../domain/runbook.ts';
import { targetName } from '../domain/target.ts';
import { mayGoOn } from '../engine/prospect.ts';
import { continueJournal, openJournal, stateDirectory } from '../journal/writer.ts';
import type { After, Journal } from '../journal/writer.ts';
import { clearLeft } from '../targets/kept.ts';
import { takeLock } from '../targets/lock.ts';
import type { Lock } from '../targets/lock.ts';
import { ownerHere } from '../targets/lock-owner.ts';
import { systemClock } from './clock.ts';
import type { Io } from './io.ts';
import { keptRun, pruneRuns } from './kept-run.ts';
import { nextCommands } from './next-commands.ts';
import type { Where } from './where.ts';

/** `release` also says what can be done with a run that left something open. */
export type Kept = { journal: Journal; release: () => Promise<void> };

const HINT =
  'A run is written down before each step, so that it can be understood afterwards. Set XDG_STATE_HOME to a directory that can be written.';

const ofFileSystem = <T>(directory: string, work: () => T): T => {
  try {
    return work();
  } catch (error) {
    if (error instanceof ProblemError) throw error;
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

/** The target to this run alone, without what a run that was killed has left there; how its last step ended stays for who goes on with it. Throws a Problem when somebody else has it, or it cannot be locked. */
export const lockFor = async (
  run: string,
  { target, exec, way, tokens }: Where,
  breaks?: string,
): Promise<Extract<Lock, { kind: 'held' }>> => {
  const name = targetName(target);
  const lock = await takeLock(exec, { target, owner: ownerHere({ run, since: systemClock.now() }), breaks });
  if (lock.kind === 'taken') return refuse(name, lock);
  if (lock.kind === 'failed') return fail('no-lock', `${name} cannot be had for one run alone: ${lock.reason}`, { state: STATE });
  if (lock.after !== null && lock.after !== run) await clearLeft(way, `${lock.after}.`, { but: tokens, ends: true });
  return lock;
};

export type KeepRequest = { run: string; runbook: Runbook; where: Where; io: Io; breaks?: string | undefined };

/** Opens a new journal, or goes on with one that there is. */
type Opening = (stateDir: string, owner: LockOwner) => Journal;

const keeping = async ({ run, where, io, breaks }: KeepRequest, open: Opening): Promise<Kept> => {
  const lock = await lockFor(run, where, breaks);
  const directory = stateDirectory(io.env, io.home);
  try {
    const owner = ownerHere({ run, since: systemClock.now() });
    const { journal, isOver } = watched(ofFileSystem(directory, () => open(directory, owner)));
    const release = async (): Promise<void> => {
      await lock.release();
      if (!isOver()) io.err(whatNow(directory, run, io.language));
    };
    return { journal, release };
  } catch (error) {
    await lock.release();
    throw error;
  }
};

/** Knows whether the run has come to an end after which nothing is left to do: then its journal need not be read again. */
const watched = (journal: Journal): { journal: Journal; isOver: () => boolean } => {
  let last: RunEvent | null = null;
  const append = (event: RunEvent, at: Date): void => {
    journal.append(event, at);
    last = event;
  };
  return { journal: { ...journal, append }, isOver: () => last?.type === 'run.ended' && !mayGoOn(last.verdict) };
};

/** A journal that broke has told so. */
const whatNow = (stateDir: string, run: string, language: Language): string => {
  try {
    return nextCommands(keptRun(stateDir, run), language);
  } catch {
    return '';
  }
};

/** A new run takes away the oldest. */
export const keepFor = (request: KeepRequest): Promise<Kept> =>
  keeping(request, (stateDir, owner) => {
    const journal = openJournal(stateDir, { run: request.run, runbook: request.runbook, owner });
    pruneRuns(stateDir);
    return journal;
  });

export const keepOn = (request: KeepRequest, after: After): Promise<Kept> =>
  keeping(request, (stateDir, owner) => continueJournal(stateDir, { run: request.run, owner, after }));
