/** Fixed means: the fault is absent, the liveness checks hold, and both stay so for a while. */
import { checksOf, probesOf } from '../domain/runbook.ts';
import type { VerifyTimes } from '../domain/runbook.ts';
import type { Probe } from '../domain/step.ts';
import type { Finding } from '../domain/event.ts';
import { allOf } from './finding.ts';
import { runStep } from './run-step.ts';
import { removingCanaries } from './canary.ts';
import type { Part, RunState } from './request.ts';

export type Verified = { kind: 'healthy' } | { kind: 'unhealthy'; failing: string; reason: string } | { kind: 'interrupted' };
type Sample = { healthy: true } | { healthy: false; failing: string; reason: string };

type Look = { probes: Probe[]; attempt: number };

/** What is seen now must not replace what was recorded before the fix, so what the probes print is kept apart. */
async function* findings(state: RunState, { probes, attempt }: Look): Part<[string, Finding, string][]> {
  const values = { ...state.values };
  const found: [string, Finding, string][] = [];
  for (const probe of probes) {
    if (state.ports.interrupt.aborted) break;
    const result = yield* runStep(state, probe, { attempt, values });
    if (result.kind === 'probe') found.push([probe.id, result.finding, result.reason || result.evidence.join('; ')]);
  }
  return found;
}

async function* sample(state: RunState, attempt: number): Part<Sample> {
  const { runbook, resolution } = state.request;
  const fault = yield* findings(state, { probes: probesOf(runbook, 'diagnose'), attempt });
  const liveness = yield* findings(state, { probes: checksOf(runbook, resolution), attempt });
  const faultGone = allOf(fault.map(([, finding]) => finding)) === 'absent';
  const failing =
    (faultGone ? undefined : fault.find(([, finding]) => finding !== 'absent')) ?? liveness.find(([, finding]) => finding !== 'present');
  if (!failing) return { healthy: true };
  const [id, finding, reason] = failing;
  return { healthy: false, failing: id, reason: `${id} is ${finding}${reason === '' ? '' : `: ${reason}`}` };
}

/** A streak of healthy samples that began in time is let finish; without one there is no use in waiting longer. */
const hopeless = (times: VerifyTimes, sinceMs: number): boolean => sinceMs + times.stableMs > times.withinMs;

/** Samples until healthy for `stable` with enough samples, or until it can no longer become so in time. */
async function* samples(state: RunState): Part<Verified> {
  const { verify: times } = state.request.runbook;
  const { clock, interrupt } = state.ports;
  const began = clock.monotonicMs();
  let streak = { samples: 0, since: began };
  for (let attempt = 1; ; attempt += 1) {
    const seen = yield* sample(state, attempt);
    if (interrupt.aborted) return { kind: 'interrupted' };
    const at = clock.monotonicMs();
    if (seen.healthy) streak = { samples: streak.samples + 1, since: streak.samples === 0 ? at : streak.since };
    else streak = { samples: 0, since: at };
    const healthyForMs = seen.healthy ? at - streak.since : 0;
    yield {
      type: 'verify.sampled',
      healthy: seen.healthy,
      failing: seen.healthy ? null : seen.failing,
      streak: streak.samples,
      healthyForMs,
    };
    if (seen.healthy && healthyForMs >= times.stableMs && streak.samples >= times.samples) return { kind: 'healthy' };
    if (!seen.healthy && hopeless(times, at - began)) return { kind: 'unhealthy', failing: seen.failing, reason: seen.reason };
    await clock.sleep(times.everyMs, interrupt);
  }
}

export async function* verify(state: RunState): Part<Verified> {
  yield { type: 'phase.started', phase: 'verify' };
  return yield* removingCanaries(state, samples(state));
}
