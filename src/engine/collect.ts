/** Evidence: what the collect steps print, kept before a fix changes anything, or gathered for its own sake. Reads only. */
import type { Finding } from '../domain/event.ts';
import { stepsOf } from '../domain/runbook.ts';
import type { Signal, Verdict } from '../domain/verdict.ts';
import { diagnose, passGate, precheck } from './phases.ts';
import type { Part, RunState } from './request.ts';
import { runStep } from './run-step.ts';

/** So long a fix waits for its evidence, and no longer: what hangs is part of what is broken. */
export const EVIDENCE_WITHIN_MS = 15_000;

/** One collect step after another, until `enough`. */
async function* collectSteps(state: RunState, { enough, attempt }: { enough: AbortSignal; attempt: number }): Part<void> {
  for (const step of stepsOf(state.request.runbook, 'collect')) {
    if (enough.aborted) return;
    yield* runStep(state, step, { attempt, interrupt: enough });
  }
}

/** What it looks like before the first change. A step that takes too long is stopped, and what it had printed is kept. */
export async function* keepEvidence(state: RunState): Part<void> {
  if (stepsOf(state.request.runbook, 'collect').length === 0) return;
  yield { type: 'phase.started', phase: 'collect' };
  const late = new AbortController();
  const enough = AbortSignal.any([state.ports.interrupt, late.signal]);
  void state.ports.clock.sleep(EVIDENCE_WITHIN_MS, enough).then(() => late.abort());
  try {
    yield* collectSteps(state, { enough, attempt: 1 });
  } finally {
    late.abort();
  }
}

/** What it looked like when it failed, before it is undone. */
export async function* keepFailure(state: RunState): Part<void> {
  yield* collectSteps(state, { enough: state.ports.interrupt, attempt: 2 });
}

const VERDICTS: Record<Exclude<Finding, 'unknown'>, Verdict> = { present: { kind: 'fault-present' }, absent: { kind: 'healthy' } };

async function* look(state: RunState): Part<Verdict> {
  const open = yield* precheck(state);
  const { finding, open: untold } = yield* diagnose(state);
  if (open) return open;
  return finding === 'unknown' ? { kind: 'undetermined', step: untold?.step ?? null, reason: untold?.reason ?? '' } : VERDICTS[finding];
}

/** All that only reads, whatever the checks say: evidence is wanted most where they cannot tell. Where the article does not apply there is none. */
export async function* gather(state: RunState): Part<Verdict> {
  const { interrupt } = state.ports;
  const gated = yield* passGate(state);
  if (gated) return gated;
  const seen = yield* look(state);
  yield { type: 'phase.started', phase: 'collect' };
  yield* collectSteps(state, { enough: interrupt, attempt: 1 });
  return interrupt.aborted ? { kind: 'interrupted', signal: interrupt.reason as Signal, during: null, standing: [] } : seen;
}
