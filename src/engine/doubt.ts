/** Whether a step happened that was at work when its run ended: only a probe can tell, or it does no harm to run it again. */
import type { RunEvent } from '../domain/event.ts';
import { stepById } from '../domain/runbook.ts';
import type { Action, Probe } from '../domain/step.ts';
import { runStep } from './run-step.ts';
import type { Begun, Part, RunState } from './request.ts';

export type Settled = Pick<Extract<RunEvent, { type: 'doubt.settled' }>, 'as' | 'reason'>;

const doneProbe = (state: RunState, { again }: Action): Probe | null => {
  const probe = again.kind === 'done-when' ? stepById(state.request.runbook, again.probe) : undefined;
  return probe?.kind === 'probe' ? probe : null;
};

/** What the action's `done` probe says: null when it has none. What it prints does not replace what was recorded. */
async function* asked(state: RunState, action: Action): Part<Settled | null> {
  const probe = doneProbe(state, action);
  if (probe === null) return null;
  const result = yield* runStep(state, probe, { values: { ...state.values }, interrupt: null });
  if (result.kind !== 'probe' || result.finding === 'unknown') {
    const why = result.kind === 'probe' ? result.reason : '';
    return { as: 'unknown', reason: `whether ${action.id} happened cannot be told, because ${probe.id} is unknown: ${why}` };
  }
  return { as: result.finding === 'present' ? 'done' : 'not-done', reason: `${probe.id} is ${result.finding}` };
}

/** An action that goes on. */
export async function* settle(state: RunState, begun: Begun): Part<Settled> {
  const settled = (yield* asked(state, begun.action)) ?? { as: 'again', reason: `${begun.action.id} may run again` };
  yield { type: 'doubt.settled', step: begun.action.id, ...settled };
  if (settled.as === 'done') begun.standing = 'done';
  if (settled.as === 'not-done') {
    begun.times = 0;
    state.changes -= 1;
  }
  return settled;
}

/** An action that is to be undone: null when nothing tells, so that its undo decides. */
export async function* settleBeforeUndo(state: RunState, { action }: Begun): Part<Settled | null> {
  const settled = yield* asked(state, action);
  if (settled) yield { type: 'doubt.settled', step: action.id, ...settled };
  if (settled?.as === 'not-done') state.changes -= 1;
  return settled;
}

const ofUndo = (undo: string, said: Settled | null, repeatable: boolean): Settled => {
  if (said?.as === 'not-done') return { as: 'done', reason: said.reason };
  if (said?.as === 'done') return { as: 'not-done', reason: said.reason };
  if (said?.as === 'unknown') return said;
  if (repeatable) return { as: 'again', reason: `${undo} may run again` };
  return { as: 'unknown', reason: `${undo} was at work when the run ended: whether it happened cannot be told, and it may not run twice` };
};

/** An undo step that was at work: undone is what its action's probe no longer sees. */
export async function* settleUndo(state: RunState, { action, undo }: Begun): Part<Settled> {
  const id = undo?.id ?? action.id;
  const settled = ofUndo(id, yield* asked(state, action), undo?.repeatable === true);
  yield { type: 'doubt.settled', step: id, ...settled };
  if (settled.as === 'not-done') state.changes -= 1;
  return settled;
}
