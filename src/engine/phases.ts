/** The phases before anything changes: is it meant for this cluster, can it look, and is the fault really here? */
import { gate } from '../domain/affects.ts';
import { describeGate } from '../domain/describe-gate.ts';
import { componentNames } from '../domain/components/index.ts';
import type { Finding } from '../domain/event.ts';
import { actionsOf, canariesOf, checksOf, probesOf, stepsOf } from '../domain/runbook.ts';
import type { Step } from '../domain/step.ts';
import { bindDiagnosis } from './bind.ts';
import type { Seen } from './bind.ts';
import { detect } from './detect.ts';
import { allOf } from './finding.ts';
import { needsProbe } from './needs.ts';
import { runStep } from './run-step.ts';
import type { Part, PhasePart, RunRequest, RunState } from './request.ts';

export async function* passGate(state: RunState): PhasePart {
  const { runbook, mode, force, assumed } = state.request;
  const environment = await detect(mode === 'collect' ? componentNames : runbook.affects.map((one) => one.component), state.ports, assumed);
  yield { type: 'environment.detected', environment };
  const decided = gate(runbook.affects, environment);
  yield { type: 'gate.decided', gate: decided, forced: force };
  return decided.answer === 'no' && !force ? { kind: 'not-applicable', reason: describeGate(decided, 'en') } : null;
}

/** All steps that this run could come to: their needs are looked at before the first begins. */
const reachable = ({ mode, runbook, resolution }: RunRequest): Step[] => {
  const reading = runbook.steps.filter((step) => step.phase === 'precheck' || step.phase === 'diagnose');
  if (mode === 'diagnose') return reading;
  if (mode === 'collect') return [...reading, ...stepsOf(runbook, 'collect')];
  const actions = actionsOf(runbook, resolution);
  const undos = runbook.steps.filter((step) => actions.some(({ undo }) => undo.kind === 'step' && undo.step === step.id));
  const checks = checksOf(runbook, resolution);
  const removals = canariesOf(runbook, checks).map(({ remove }) => remove);
  return [...reading, ...actions, ...undos, ...checks, ...removals];
};

const prechecks = (request: RunRequest): Step[] => {
  const first = needsProbe(reachable(request), 'Is everything here that the steps need?');
  return [first, ...probesOf(request.runbook, 'precheck')];
};

export async function* precheck(state: RunState): PhasePart {
  yield { type: 'phase.started', phase: 'precheck' };
  for (const probe of prechecks(state.request)) {
    if (state.ports.interrupt.aborted) return null;
    const result = yield* runStep(state, probe);
    if (result.kind !== 'probe' || result.finding === 'present') continue;
    const told = result.finding === 'absent' ? result.evidence.join('; ') : result.reason;
    return { kind: 'undetermined', step: probe.id, reason: told };
  }
  return null;
}

/** The fault is here only if every diagnose probe says so. The reason is that of the first probe which could not tell. */
export async function* diagnose(state: RunState): Part<{ finding: Finding; open: { step: string; reason: string } | null }> {
  yield { type: 'phase.started', phase: 'diagnose' };
  const seen: Seen = [];
  let open: { step: string; reason: string } | null = null;
  for (const probe of probesOf(state.request.runbook, 'diagnose')) {
    if (state.ports.interrupt.aborted) break;
    const result = yield* runStep(state, probe);
    if (result.kind !== 'probe') continue;
    seen.push([probe.id, result]);
    if (result.finding === 'unknown') open ??= { step: probe.id, reason: result.reason };
  }
  const finding = allOf(seen.map(([, result]) => result.finding));
  state.diagnosed = await bindDiagnosis(state, seen);
  yield { type: 'diagnosis.made', finding };
  return { finding, open };
}
