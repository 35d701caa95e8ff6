/** Takes back what has begun, the last first. What did not begin, or was taken back already, is left alone. */
import type { UndoStep } from '../domain/step.ts';
import type { Verdict } from '../domain/verdict.ts';
import { settleBeforeUndo, settleUndo } from './doubt.ts';
import { runStep } from './run-step.ts';
import type { Begun, Part, RunState } from './request.ts';

export type Failure = { failed: string; reason: string };

/** Whether it is taken back; if not, why, where its own events do not tell. */
type Undone = { undone: true } | { undone: false; why: string | null };
const YES: Undone = { undone: true };
const no = (why: string | null = null): Undone => ({ undone: false, why });

/** 6 when all is as before, 7 when something stands in between, 8 when there was nothing to undo by and all had been applied. */
const verdictAfterUndo = (state: RunState, failure: Failure, standing: string[]): Verdict => {
  if (standing.length === 0) return { kind: 'undone', ...failure };
  const applied = !state.begun.some(({ action }) => action.id === failure.failed);
  const kind = applied && state.begun.every(({ undo }) => undo === null) ? 'still-faulty' : 'in-between';
  return { kind, ...failure, standing };
};

/** An undo that would have to guess what was before is not run: the value was not printed, or an attempt that was killed printed a part of it. */
const guessed = (undo: UndoStep, { action, times }: Begun, state: RunState): string | null => {
  const missing = undo.uses.find((name) => state.values[name] === undefined);
  if (missing !== undefined) return `${undo.id} was not run, because ${missing} is not known`;
  const partly = times > 1 ? undo.uses.find((name) => Object.hasOwn(action.outputs, name)) : undefined;
  return partly === undefined ? null : `${undo.id} was not run, because ${action.id} began twice, and of ${partly} the first time is lost`;
};

const inDoubt = ({ standing }: Begun): boolean => standing === 'in-doubt' || standing === 'stopped';

/** Null when there is something to take back. */
async function* already(state: RunState, begun: Begun): Part<Undone | null> {
  if (begun.undone === 'yes') return YES;
  if (begun.undone === 'in-doubt') {
    const { as, reason } = yield* settleUndo(state, begun);
    return as === 'done' ? YES : as === 'unknown' ? no(reason) : null;
  }
  if (!inDoubt(begun)) return null;
  const settled = yield* settleBeforeUndo(state, begun);
  if (settled?.as === 'not-done') return YES;
  return settled?.as === 'unknown' ? no(settled.reason) : null;
}

async function* takeBack(state: RunState, begun: Begun, undo: UndoStep): Part<Undone> {
  const guess = guessed(undo, begun, state);
  if (guess !== null) return no(guess);
  state.changes += 1;
  const result = yield* runStep(state, undo, { interrupt: null });
  if (result.kind !== 'action') return no();
  if (result.outcome === 'not-begun') state.changes -= 1;
  return result.outcome === 'done' ? YES : no();
}

async function* undoOne(state: RunState, begun: Begun): Part<Undone> {
  const known = yield* already(state, begun);
  const undone = known ?? (begun.undo === null || begun.undone === 'failed' ? no() : yield* takeBack(state, begun, begun.undo));
  if (undone.undone) begun.undone = 'yes';
  return undone;
}

/** An interrupt does not stop it: half an undo is worse than a whole one. */
export async function* undoAll(state: RunState, failure: Failure): Part<Verdict> {
  const backwards = state.begun.toReversed();
  const steps = backwards.filter(({ undone }) => undone !== 'yes').flatMap(({ undo }) => undo?.id ?? []);
  yield { type: 'undo.decided', because: failure.reason, failed: failure.failed, steps };
  if (steps.length > 0) yield { type: 'phase.started', phase: 'undo' };
  const standing: string[] = [];
  const whys: string[] = [];
  for (const begun of backwards) {
    const undone = yield* undoOne(state, begun);
    if (undone.undone) continue;
    standing.unshift(begun.action.id);
    if (undone.why !== null) whys.push(undone.why);
  }
  const reason = [failure.reason, ...whys.toReversed()].filter((part) => part !== '').join('; ');
  return verdictAfterUndo(state, { ...failure, reason }, standing);
}
