/** The actions of a plan, in order, until one does not succeed. */
import type { Planned } from '../domain/plan.ts';
import { runStep } from './run-step.ts';
import type { Part, RunState } from './request.ts';

/** `running`: it could not be stopped, so nothing may be undone under its hands. */
export type Applied = { kind: 'applied' } | { kind: 'stopped'; at: string; reason: string; running: boolean };

export async function* applyActions(state: RunState, actions: Planned[]): Part<Applied> {
  yield { type: 'phase.started', phase: 'fix' };
  for (const planned of actions) {
    if (state.ports.interrupt.aborted) return { kind: 'applied' };
    state.begun.push(planned);
    state.changes += 1;
    const result = yield* runStep(state, planned.action);
    if (result.kind !== 'action' || result.outcome === 'done') continue;
    if (result.outcome === 'not-begun') {
      state.begun.pop();
      state.changes -= 1;
    }
    return { kind: 'stopped', at: planned.action.id, reason: result.reason, running: result.outcome === 'running' };
  }
  return { kind: 'applied' };
}
