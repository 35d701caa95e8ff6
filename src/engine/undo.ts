/** Takes back what has begun, the last first. What did not begin is left alone. */
import type { Planned } from '../domain/plan.ts';
import type { UndoStep } from '../domain/step.ts';
import type { Verdict } from '../domain/verdict.ts';
import { runStep } from './run-step.ts';
import type { Part, RunState } from './request.ts';

export type Failure = { failed: string; reason: string };

/** 6 when all is as before, 7 when something stands in between, 8 when there was nothing to undo by and all had been applied. */
const verdictAfterUndo = (state: RunState, failure: Failure, standing: string[]): Verdict => {
  if (standing.length === 0) return { kind: 'undone', ...failure };
  const applied = !state.begun.some(({ action }) => action.id === failure.failed);
  const kind = applied && state.begun.every(({ undo }) => undo === null) ? 'still-faulty' : 'in-between';
  return { kind, ...failure, standing };
};

/** An undo that would have to guess what was before is not run. */
const unknownTo = (undo: UndoStep, state: RunState): string | undefined => undo.uses.find((name) => state.values[name] === undefined);

async function* undoOne(state: RunState, { undo }: Planned): Part<boolean> {
  if (undo === null || unknownTo(undo, state) !== undefined) return false;
  state.changes += 1;
  const result = yield* runStep(state, undo, { interrupt: null });
  if (result.kind === 'action' && result.outcome === 'not-begun') state.changes -= 1;
  return result.kind === 'action' && result.outcome === 'done';
}

const guesses = (state: RunState): string[] =>
  state.begun.flatMap(({ action, undo }) => {
    const name = undo === null ? undefined : unknownTo(undo, state);
    return name === undefined ? [] : [`${undo?.id} was not run, because ${action.id} did not print ${name}`];
  });

/** An interrupt does not stop it: half an undo is worse than a whole one. */
export async function* undoAll(state: RunState, failure: Failure): Part<Verdict> {
  const backwards = state.begun.toReversed();
  const steps = backwards.map(({ undo }) => undo?.id).filter((id) => id !== undefined);
  yield { type: 'undo.decided', because: failure.reason, steps };
  if (steps.length > 0) yield { type: 'phase.started', phase: 'undo' };
  const standing: string[] = [];
  for (const planned of backwards) if (!(yield* undoOne(state, planned))) standing.unshift(planned.action.id);
  const reason = [failure.reason, ...guesses(state)].join('; ');
  return verdictAfterUndo(state, { ...failure, reason }, standing);
}
