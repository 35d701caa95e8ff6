/** The actions of a plan, in order, until one does not succeed. */
import type { Planned } from '../domain/plan.ts';
import { runStep } from './run-step.ts';
import type { Part, RunState } from './request.ts';

export type Applied = { kind: 'applied' } | { kind: 'stopped'; at: string; reason: string };

export async function* applyActions(state: RunState, actions: Planned[]): Part<Applied> {
  yield { type: 'phase.started', phase: 'fix' };
  for (const planned of actions) {
    state.begun.push(planned);
    state.changes += 1;
    const result = yield* runStep(state, planned.action);
    if (result.kind === 'action' && result.outcome !== 'done') return { kind: 'stopped', at: planned.action.id, reason: result.reason };
  }
  return { kind: 'applied' };
}
