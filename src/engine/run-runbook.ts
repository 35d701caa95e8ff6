/** gate → precheck → diagnose → plan → confirm → fix → verify → done, or undo. A stream of events, and a verdict. */
import { makePlan } from '../domain/plan.ts';
import type { Plan } from '../domain/plan.ts';
import { stepsOf } from '../domain/runbook.ts';
import type { Signal, Verdict } from '../domain/verdict.ts';
import { applyActions } from './apply.ts';
import { askConsent } from './consent.ts';
import { diagnose, passGate, precheck } from './phases.ts';
import type { Ports } from './ports.ts';
import type { Part, RunRequest, RunState } from './request.ts';
import { runStep } from './run-step.ts';
import { undoAll } from './undo.ts';
import { verify } from './verify.ts';

const started = (request: RunRequest, at: Date) => {
  const { run, mode, digest, target, runbook, inputs } = request;
  const secret = new Set(runbook.inputs.filter((input) => input.secret).map((input) => input.name));
  const shown = Object.fromEntries(Object.entries(inputs).map(([name, value]) => [name, secret.has(name) ? '[secret]' : value]));
  return { type: 'run.started', run, at: at.toISOString(), slug: runbook.slug, digest, mode, target, inputs: shown } as const;
};

/** Runs a runbook on a target. An event is yielded before what it announces is done, so a consumer that writes it first writes ahead. */
export async function* runRunbook(request: RunRequest, ports: Ports): Part<Verdict> {
  const state: RunState = { request, ports, values: { ...request.inputs }, begun: [], changes: 0, gate: null };
  yield started(request, ports.clock.now());
  const verdict = yield* decide(state);
  yield { type: 'run.ended', verdict, at: ports.clock.now().toISOString(), changes: state.changes };
  return verdict;
}

async function* decide(state: RunState): Part<Verdict> {
  for (const phase of [passGate, precheck]) {
    const ended = yield* phase(state);
    if (state.ports.interrupt.aborted) return interrupted(state, null);
    if (ended) return ended;
  }
  const { finding, open } = yield* diagnose(state);
  if (state.ports.interrupt.aborted) return interrupted(state, null);
  if (finding === 'absent') return { kind: 'healthy' };
  if (finding === 'unknown') return { kind: 'undetermined', step: open?.step ?? null, reason: open?.reason ?? '' };
  if (state.request.mode === 'diagnose') return { kind: 'fault-present' };
  return yield* mend(state);
}

async function* mend(state: RunState): Part<Verdict> {
  const plan: Plan = makePlan(state.request.runbook, state.request.resolution);
  yield { type: 'plan.made', plan };
  if (plan.kind === 'manual') return { kind: 'manual', resolution: plan.resolution };
  if (state.request.mode === 'plan') return { kind: 'fault-present' };
  const refusal = yield* askConsent(state, plan);
  if (state.ports.interrupt.aborted) return interrupted(state, null);
  if (refusal !== null) return { kind: 'refused', reason: refusal };
  return yield* change(state, plan);
}

async function* change(state: RunState, plan: Extract<Plan, { kind: 'steps' }>): Part<Verdict> {
  const applied = yield* applyActions(state, plan.actions);
  if (state.ports.interrupt.aborted) return interrupted(state, applied.kind === 'stopped' ? applied.at : null);
  if (applied.kind === 'stopped') return yield* giveBack(state, { failed: applied.at, reason: applied.reason });
  const verified = yield* verify(state);
  if (verified.kind === 'healthy') return { kind: 'fixed' };
  if (verified.kind === 'interrupted') return interrupted(state, null);
  return yield* giveBack(state, { failed: verified.failing, reason: verified.reason });
}

/** What it looked like when it failed is kept before it is undone. */
async function* giveBack(state: RunState, failure: { failed: string; reason: string }): Part<Verdict> {
  for (const step of stepsOf(state.request.runbook, 'collect')) yield* runStep(state, step);
  return yield* undoAll(state, failure);
}

const interrupted = (state: RunState, during: string | null): Verdict => ({
  kind: 'interrupted',
  signal: state.ports.interrupt.reason as Signal,
  during,
  standing: state.begun.map(({ action }) => action.id),
});
