/** Pulls the events of a run through: first into the journal, then to the reporter. The journal may stop a run, a reporter may not. */
import type { RunEvent } from '../domain/event.ts';
import { ProblemError, problem } from '../domain/problem.ts';
import type { Problem } from '../domain/problem.ts';
import type { Verdict } from '../domain/verdict.ts';
import type { Part } from '../engine/request.ts';
import type { Journal } from '../journal/writer.ts';
import type { Reporter } from '../reporters/reporter.ts';
import { systemClock } from './clock.ts';
import type { Io } from './io.ts';
import type { Progress } from './progress.ts';
import { problemText } from './report-problem.ts';
import { guarded } from './reporting.ts';

type Sinks = { journal: Journal | null; report: Reporter; progress: Progress; io: Io };

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** What is true when the journal breaks: before the first action nothing has happened, afterwards what began stands. */
const brokenJournal = (begun: string[], why: string): Problem => {
  const message = `The journal could not be written: ${why}`;
  if (begun.length === 0) return problem('no-journal', message);
  const state = `These took effect, or may have: ${begun.join(', ')}. Nothing was undone.`;
  return problem('journal-broke', message, {
    state,
    hint: 'When it can be written again: `runbook runs` names the run, `runbook resume` goes on with it.',
  });
};

/** How it ended stays as it is, a verdict or what was thrown: the journal is told of beside it. */
const closing = (journal: Journal | null, io: Pick<Io, 'err'>): void => {
  try {
    journal?.close();
  } catch (error) {
    const message = `${journal?.file ?? ''} could not be synced and closed: ${messageOf(error)}`;
    const hint = 'Look whether that disk is full or failing. `runbook runs` tells what can be read.';
    io.err(problemText(problem('journal-end', message, { hint, state: 'How the run ended does not change by that.' })));
  }
};

/** Keeps what began in mind, since a broken journal cannot be asked. */
const writer = (events: Part<Verdict>, journal: Journal | null) => {
  const begun: string[] = [];
  return async (event: RunEvent): Promise<void> => {
    try {
      journal?.append(event, systemClock.now());
    } catch (error) {
      await events.return({ kind: 'undetermined', step: null, reason: 'the journal broke' });
      throw new ProblemError(brokenJournal(begun, messageOf(error)));
    }
    if (event.type === 'step.started' && event.phase === 'fix') begun.push(event.step);
  };
};

export const drive = async (events: Part<Verdict>, { journal, report, progress, io }: Sinks): Promise<Verdict> => {
  const safely = guarded(report, io);
  const write = writer(events, journal);
  try {
    for (;;) {
      const next = await events.next();
      if (next.done) return next.value;
      await write(next.value);
      progress.before();
      io.out(safely(next.value));
      progress.after(next.value);
    }
  } finally {
    progress.stop();
    closing(journal, io);
  }
};
