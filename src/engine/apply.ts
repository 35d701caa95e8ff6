/** The actions of a plan, in order, until one does not succeed. What an earlier attempt at the run has done is not done again. */
import type { Planned } from '../domain/plan.ts';
import type { StepResult } from '../domain/event.ts';
import { settle } from './doubt.ts';
import { runStep } from './run-step.ts';
import type { Begun, Part, RunState } from './request.ts';

/** `left`: it may still be at work, or whether it happened cannot be told, so nothing is undone. */
type Stopped = { kind: 'stopped'; at: string; reason: string; left: boolean };
export type Applied = { kind: 'applied' } | Stopped;

type ActionResult = Extract<StepResult, { kind: 'action' }>;

const stoppedAt = ({ action, reason }: Begun): Stopped => ({ kind: 'stopped', at: action.id, reason, left: false });
const leftAt = ({ action }: Begun, reason: string): Stopped => ({ kind: 'stopped', at: action.id, reason, left: true });

const begin = (state: RunState, planned: Planned): Begun => {
  const before = state.begun.find(({ action }) => action.id === planned.action.id);
  const begun: Begun = before ?? { ...planned, standing: 'in-doubt', reason: '', times: 0, undone: 'no' };
  if (!before) state.begun.push(begun);
  begun.times += 1;
  state.changes += 1;
  return begun;
};

const notBegun = (state: RunState, begun: Begun): void => {
  state.changes -= 1;
  begun.times -= 1;
  if (begun.times === 0) state.begun.splice(state.begun.indexOf(begun), 1);
};

const STANDING = { done: 'done', failed: 'failed', 'in-doubt': 'stopped', running: 'in-doubt', 'not-begun': 'in-doubt' } as const;

const ended = (state: RunState, begun: Begun, { outcome, reason }: ActionResult): Stopped | null => {
  begun.standing = STANDING[outcome];
  begun.reason = reason;
  if (outcome === 'not-begun') notBegun(state, begun);
  if (outcome === 'running') return leftAt(begun, `${reason}; nothing was undone, because it may still be at work`);
  return outcome === 'done' ? null : stoppedAt(begun);
};

/** Null when it is done, now or already. */
async function* applyOne(state: RunState, planned: Planned): Part<Stopped | null> {
  const before = state.begun.find(({ action }) => action.id === planned.action.id);
  if (before?.standing === 'done') return null;
  if (before?.standing === 'failed' || before?.standing === 'stopped') return stoppedAt(before);
  if (before) {
    const { as, reason } = yield* settle(state, before);
    if (as === 'done') return null;
    if (as === 'unknown') return leftAt(before, `${reason}; nothing was undone`);
  }
  const begun = begin(state, planned);
  const result = yield* runStep(state, planned.action);
  return result.kind === 'action' ? ended(state, begun, result) : null;
}

export async function* applyActions(state: RunState, actions: Planned[]): Part<Applied> {
  yield { type: 'phase.started', phase: 'fix' };
  for (const planned of actions) {
    if (state.ports.interrupt.aborted) return { kind: 'applied' };
    const stopped = yield* applyOne(state, planned);
    if (stopped) return stopped;
  }
  return { kind: 'applied' };
}
