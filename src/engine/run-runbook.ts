/** gate → precheck → diagnose → plan → confirm → fix → verify → done, or undo. A stream of events, and a verdict. */
import type { Binding } from '../domain/binding.ts';
import { makePlan } from '../domain/plan.ts';
import type { Plan } from '../domain/plan.ts';
import type { Signal, Verdict } from '../domain/verdict.ts';
import { REDACTED, redactorFor } from '../redact/redactor.ts';
import { applyActions } from './apply.ts';
import { boundNow, notAsApproved } from './bind.ts';
import { byHand } from './by-hand.ts';
import { askConsent } from './consent.ts';
import { leaving } from './canary.ts';
import { gather, keepEvidence, keepFailure } from './collect.ts';
import { diagnose, passGate, precheck } from './phases.ts';
import type { Ports } from './ports.ts';
import type { Part, RunRequest, RunState } from './request.ts';
import { shownEvent } from './shown.ts';
import { undoAll } from './undo.ts';
import type { Failure } from './undo.ts';
import { verify } from './verify.ts';

const isSecret = ({ runbook }: RunRequest) => {
  const secret = new Set(runbook.inputs.filter((input) => input.secret).map((input) => input.name));
  return (name: string): boolean => secret.has(name);
};

const secretsOf = (request: RunRequest): string[] => {
  const secret = isSecret(request);
  return Object.entries(request.inputs).flatMap(([name, value]) => (secret(name) ? [value] : []));
};

const started = (request: RunRequest, at: Date) => {
  const { run, mode, digest, target, identity, runbook } = request;
  const secret = isSecret(request);
  const inputs = Object.fromEntries(Object.entries(request.inputs).map(([name, value]) => [name, secret(name) ? REDACTED : value]));
  return { type: 'run.started', run, at: at.toISOString(), slug: runbook.slug, digest, mode, target, identity, inputs } as const;
};

/**
 * Runs a runbook on a target. An event is yielded before what it announces is done, so a consumer that writes it first writes ahead.
 * No event carries a secret: what the scripts see and what everybody else sees part here.
 */
export async function* runRunbook(request: RunRequest, ports: Ports): Part<Verdict> {
  const redactor = redactorFor(secretsOf(request));
  const values = { ...request.inputs };
  const events = whole({ request, ports, redactor, values, begun: [], left: [], changes: 0, bound: null, diagnosed: null });
  try {
    for (;;) {
      const next = await events.next();
      if (next.done) return next.value;
      yield shownEvent(next.value, redactor);
    }
  } finally {
    await events.return({ kind: 'undetermined', step: null, reason: '' });
  }
}

/** A run on a target that cannot be reached: said as any other, so that every report has it. */
export async function* unreachableRun(request: RunRequest, reason: string, { clock }: Pick<Ports, 'clock'>): Part<Verdict> {
  yield started(request, clock.now());
  const verdict: Verdict = { kind: 'undetermined', step: null, reason };
  yield { type: 'run.ended', verdict, at: clock.now().toISOString(), changes: 0 };
  return verdict;
}

async function* whole(state: RunState): Part<Verdict> {
  const { request, ports } = state;
  yield started(request, ports.clock.now());
  const verdict = leaving(yield* decide(state), state.left);
  yield { type: 'run.ended', verdict, at: ports.clock.now().toISOString(), changes: state.changes };
  return verdict;
}

async function* decide(state: RunState): Part<Verdict> {
  const stale = await notAsApproved(state);
  if (stale) return stale;
  if (state.request.mode === 'collect') return yield* gather(state);
  for (const phase of [passGate, precheck]) {
    const ended = yield* phase(state);
    if (state.ports.interrupt.aborted) return yield* interrupted(state, null);
    if (ended) return ended;
  }
  const other = yield* notPresent(state);
  if (other) return other;
  if (state.request.mode === 'diagnose') return { kind: 'fault-present' };
  return yield* mend(state);
}

/** Null when the fault is proven present; otherwise how the run ends. */
async function* notPresent(state: RunState): Part<Verdict | null> {
  const { finding, open } = yield* diagnose(state);
  if (state.ports.interrupt.aborted) return yield* interrupted(state, null);
  if (finding === 'absent') return { kind: 'healthy' };
  return finding === 'unknown' ? { kind: 'undetermined', step: open?.step ?? null, reason: open?.reason ?? '' } : null;
}

async function* mend(state: RunState): Part<Verdict> {
  const plan: Plan = makePlan(state.request.runbook, state.request.resolution);
  yield { type: 'plan.made', plan, bound: (await boundNow(state)) as Binding };
  const stale = await notAsApproved(state, plan);
  if (stale) return stale;
  if (plan.kind === 'manual') return yield* manual(state, plan.resolution);
  if (state.request.mode === 'plan') return { kind: 'fault-present' };
  const consent = yield* askConsent(state, plan);
  if (state.ports.interrupt.aborted) return yield* interrupted(state, null);
  if (consent.kind === 'refused') return { kind: 'refused', reason: consent.reason };
  const changed = consent.by === 'person' ? ((yield* notPresent(state)) ?? (await notAsApproved(state))) : null;
  return changed ?? (yield* change(state, plan));
}

async function* manual(state: RunState, resolution: string): Part<Verdict> {
  if (state.request.mode === 'plan') return { kind: 'manual', resolution };
  return (yield* byHand(state, resolution)) ?? (yield* interrupted(state, null));
}

async function* change(state: RunState, plan: Extract<Plan, { kind: 'steps' }>): Part<Verdict> {
  yield* keepEvidence(state);
  if (state.ports.interrupt.aborted) return yield* interrupted(state, null);
  const applied = yield* applyActions(state, plan.actions);
  if (applied.kind === 'stopped' && applied.running) return stillRunning(state, applied);
  if (state.ports.interrupt.aborted) return yield* interrupted(state, applied.kind === 'stopped' ? applied.at : null);
  if (applied.kind === 'stopped') return yield* giveBack(state, { failed: applied.at, reason: applied.reason });
  const verified = yield* verify(state);
  if (verified.kind === 'healthy') return { kind: 'fixed' };
  if (verified.kind === 'interrupted') return yield* interrupted(state, null);
  return yield* giveBack(state, { failed: verified.failing, reason: verified.reason });
}

const standing = (state: RunState): string[] => state.begun.map(({ action }) => action.id);

const stillRunning = (state: RunState, { at, reason }: { at: string; reason: string }): Verdict => ({
  kind: 'in-between',
  failed: at,
  reason: `${reason}; nothing was undone, because it may still be at work`,
  standing: standing(state),
});

/** What it looked like when it failed is kept before it is undone. */
async function* giveBack(state: RunState, failure: Failure): Part<Verdict> {
  yield* keepFailure(state);
  return yield* undoAll(state, failure);
}

/** Once something has begun, a person at the terminal is asked whether it is to be undone; without one it stands, and that is said. */
async function* interrupted(state: RunState, during: string | null): Part<Verdict> {
  const verdict = { kind: 'interrupted', signal: state.ports.interrupt.reason as Signal, during } as const;
  const steps = state.begun.flatMap(({ undo }) => undo?.id ?? []);
  if (steps.length === 0) return { ...verdict, standing: standing(state) };
  yield { type: 'consent.asked', what: 'undo', risk: 'reversible', steps };
  const { answer, by } = await state.ports.confirm({ what: 'undo', risk: 'reversible', steps });
  yield { type: 'consent.answered', answer, by };
  if (answer !== 'yes') return { ...verdict, standing: standing(state) };
  const undone = yield* undoAll(state, { failed: during ?? '', reason: 'interrupted' });
  return { ...verdict, during: null, standing: 'standing' in undone ? undone.standing : [] };
}
