/** Takes back what has begun, the last first. What did not begin is left alone. */
import type { Verdict } from '../domain/verdict.ts';
import { runStep } from './run-step.ts';
import type { Part, RunState } from './request.ts';

type Failure = { failed: string; reason: string };

/** 6 when all is as before, 7 when something stands in between, 8 when nothing could be undone and all had been applied. */
const verdictAfterUndo = (state: RunState, failure: Failure, standing: string[]): Verdict => {
  if (standing.length === 0) return { kind: 'undone', ...failure };
  const applied = !state.begun.some(({ action }) => action.id === failure.failed);
  const kind = applied && standing.length === state.begun.length ? 'still-faulty' : 'in-between';
  return { kind, ...failure, standing };
};

export async function* undoAll(state: RunState, failure: Failure): Part<Verdict> {
  const backwards = state.begun.toReversed();
  const steps = backwards.map(({ undo }) => undo?.id).filter((id) => id !== undefined);
  yield { type: 'undo.decided', because: failure.reason, steps };
  if (steps.length > 0) yield { type: 'phase.started', phase: 'undo' };
  const standing: string[] = [];
  for (const { action, undo } of backwards) {
    const undone = undo !== null && (yield* undoOne(state, undo));
    if (!undone) standing.unshift(action.id);
  }
  return verdictAfterUndo(state, failure, standing);
}

async function* undoOne(state: RunState, undo: Parameters<typeof runStep>[1]): Part<boolean> {
  state.changes += 1;
  const result = yield* runStep(state, undo);
  return result.kind === 'action' && result.outcome === 'done';
}
