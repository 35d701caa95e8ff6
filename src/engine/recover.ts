/** How a step ended that was at work when its run was killed: where its target kept that, it is as if it had been written down. */
import { stepById } from '../domain/runbook.ts';
import { take } from './history.ts';
import { cameOf } from './run-step.ts';
import { begunIn } from './state.ts';
import type { Earlier, Part, RunState } from './request.ts';

export async function* recover(state: RunState, kept: Earlier['kept']): Part<void> {
  const { history, request } = state;
  const { atWork } = history;
  const step = atWork && stepById(request.runbook, atWork.step);
  if (!step || (step.kind !== 'action' && step.kind !== 'undo')) return;
  const exec = await kept(history.steps);
  if (exec === null || (exec.truncated && Object.keys(step.outputs).length > 0)) return;
  const { raw, event } = cameOf(step, exec, state.redactor);
  yield event;
  take(history, event);
  Object.assign(state, { begun: begunIn(history), changes: history.changes });
  if (raw.kind === 'action' && step.kind === 'action') Object.assign(state.values, raw.outputs);
}
