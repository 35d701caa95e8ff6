/** What a verify makes in order to look is taken away when it is over: found healthy or not, interrupted, or left by its reader. */
import { canariesOf, checksOf } from '../domain/runbook.ts';
import type { Canary } from '../domain/runbook.ts';
import type { Verdict } from '../domain/verdict.ts';
import { execRequestFor, runStep } from './run-step.ts';
import type { Part, RunState } from './request.ts';

/** A canary that could not be removed. */
export type Left = { canary: string; remove: string; reason: string };

async function* removeOne(state: RunState, { probe, remove }: Canary): Part<void> {
  const result = yield* runStep(state, remove, { interrupt: null });
  state.left = state.left.filter(({ canary }) => canary !== probe.id);
  if (result.kind === 'action' && result.outcome === 'done') return;
  state.left.push({ canary: probe.id, remove: remove.id, reason: 'reason' in result ? result.reason : '' });
}

/** When nobody listens any more there is nobody to tell: it is only done. */
const removeUnheard = async ({ ports, values }: RunState, { remove }: Canary): Promise<void> => {
  await ports.exec(execRequestFor(remove, values), () => {}, new AbortController().signal);
};

export async function* removingCanaries<T>(state: RunState, part: Part<T>): Part<T> {
  const { runbook, resolution } = state.request;
  const canaries = canariesOf(runbook, checksOf(runbook, resolution));
  let removed = false;
  try {
    const result = yield* part;
    for (const canary of canaries) yield* removeOne(state, canary);
    removed = true;
    return result;
  } finally {
    if (!removed) for (const canary of canaries) await removeUnheard(state, canary);
  }
}

/** What a run that was killed while it verified may have left. */
export const mayStand = ({ request, history }: RunState): Canary[] =>
  canariesOf(request.runbook, checksOf(request.runbook, request.resolution)).filter(({ probe }) => history.canaries.includes(probe.id));

export async function* removeWhatMayStand(state: RunState): Part<void> {
  const canaries = mayStand(state);
  if (canaries.length > 0) yield { type: 'phase.started', phase: 'verify' };
  for (const canary of canaries) yield* removeOne(state, canary);
}

const described = (left: Left[]): string =>
  left.map(({ canary, remove, reason }) => `what ${canary} made still stands, because ${remove} failed: ${reason}`).join('; ');

/** A run that leaves a canary behind has not put all in order, however else it ended. */
export const leaving = (verdict: Verdict, left: Left[]): Verdict => {
  const [first] = left;
  if (first === undefined) return verdict;
  const stands = [...('standing' in verdict ? verdict.standing : []), ...left.map(({ canary }) => canary)];
  if (verdict.kind === 'interrupted') return { ...verdict, standing: stands };
  const before = 'reason' in verdict ? `${verdict.reason}; ` : 'the fault is gone and all is healthy, but ';
  const failed = 'failed' in verdict ? verdict.failed : first.remove;
  return { kind: 'in-between', failed, reason: `${before}${described(left)}`, standing: stands };
};
