/** gate → precheck → diagnose → plan → confirm → fix → verify → done, or undo. A stream of events, and a verdict. */
import type { Binding } from '../domain/binding.ts';
import { makePlan } from '../domain/plan.ts';
import type { Plan } from '../domain/plan.ts';
import type { Signal, Verdict } from '../domain/verdict.ts';
import { applyActions } from './apply.ts';
import { boundNow, notAsApproved } from './bind.ts';
import { byHand, verifyByHand } from './by-hand.ts';
import { askConsent } from './consent.ts';
import { leaving, mayStand, removeWhatMayStand } from './canary.ts';
import { gather, keepEvidence, keepFailure } from './collect.ts';
import { AS_ASKED, noHistory } from './history.ts';
import type { History } from './history.ts';
import { diagnose, passGate, precheck } from './phases.ts';
import type { Ports } from './ports.ts';
import type { Earlier, Part, RunRequest, RunState } from './request.ts';
import { recover } from './recover.ts';
import { shownEvent } from './shown.ts';
import { forgetOtherConsent, started, stateFor } from './state.ts';
import { undoAll } from './undo.ts';
import type { Failure } from './undo.ts';
import { verify } from './verify.ts';

/**
 * Runs a runbook on a target. An event is yielded before what it announces is done, so a consumer that writes it first writes ahead.
 * No event carries a secret: what the scripts see and what everybody else sees part here.
 * With `earlier`, the same run goes on from where its journal says it stands, or is taken back.
 */
export async function* runRunbook(request: RunRequest, ports: Ports, earlier: Earlier | null = null): Part<Verdict> {
  const state = stateFor(request, ports, earlier?.history ?? noHistory());
  const events = earlier ? goOn(state, earlier) : wholeRun(state);
  try {
    for (;;) {
      const next = await events.next();
      if (next.done) return next.value;
      yield shownEvent(next.value, state.redactor);
    }
  } finally {
    await events.return({ kind: 'undetermined', step: null, reason: '' });
  }
}

/** A run on a target that cannot be reached: said as any other, so that every report has it. */
export async function* unreachableRun(
  request: RunRequest,
  reason: string,
  { clock, interrupt }: Omit<Ports, 'exec' | 'confirm'>,
): Part<Verdict> {
  yield started(request, clock.now());
  const verdict: Verdict = interrupt.aborted
    ? { kind: 'interrupted', signal: interrupt.reason as Signal, during: null, standing: [] }
    : { kind: 'undetermined', step: null, reason };
  yield { type: 'run.ended', verdict, at: clock.now().toISOString(), changes: 0 };
  return verdict;
}

async function* wholeRun(state: RunState): Part<Verdict> {
  yield started(state.request, state.ports.clock.now());
  return yield* ending(state, decide(state));
}

async function* ending(state: RunState, part: Part<Verdict>): Part<Verdict> {
  const verdict = leaving(yield* part, state.left);
  yield { type: 'run.ended', verdict, at: state.ports.clock.now().toISOString(), changes: state.changes };
  return verdict;
}

async function* goOn(state: RunState, earlier: Earlier): Part<Verdict> {
  yield { type: 'run.resumed', run: state.request.run, at: state.ports.clock.now().toISOString(), how: earlier.how };
  return yield* ending(state, afterwards(state, earlier));
}

/** Nothing goes on while something of before may still be at work. */
async function* afterwards(state: RunState, { how, leftovers, kept }: Earlier): Part<Verdict> {
  const left = await leftovers();
  if (left.kind === 'unreachable') return { kind: 'undetermined', step: null, reason: left.reason };
  if (left.kind === 'left') return { kind: 'refused', reason: stillAtWork(left.processes) };
  yield* recover(state, kept);
  if (how === 'undo') return yield* takeBack(state);
  yield* removeWhatMayStand(state);
  return yield* fromThere(state);
}

const stillAtWork = (processes: string): string =>
  `what this run began is still at work on the target (process ${processes}): wait until it has ended, or end it there`;

/** Without a change so far it begins anew: the fault may have gone since. */
async function* fromThere(state: RunState): Part<Verdict> {
  const { undoing, plan } = state.history;
  if (undoing !== null) return yield* goOnUndoing(state, undoing);
  if (state.begun.length > 0 && plan?.kind === 'steps') return yield* change(state, plan);
  if (plan?.kind === 'manual') return (yield* verifyByHand(state)) ?? (yield* interrupted(state, null));
  return yield* decide(state);
}

async function* goOnUndoing(state: RunState, { failed, reason, signal }: NonNullable<History['undoing']>): Part<Verdict> {
  const undone = yield* undoAll(state, { failed, reason });
  if (signal === null) return undone;
  return { kind: 'interrupted', signal, during: null, standing: 'standing' in undone ? undone.standing : [] };
}

/** In the order in which they would run. */
const undosOf = (state: RunState): string[] => {
  const standing = state.begun.filter(({ undone }) => undone !== 'yes');
  return standing.toReversed().flatMap(({ undo }) => undo?.id ?? []);
};

/** Long after it ended, or was killed: what it did is undone when a person wants it. */
async function* takeBack(state: RunState): Part<Verdict> {
  const steps = [...mayStand(state).map(({ remove }) => remove.id), ...undosOf(state)];
  const ask = { what: 'take-back', risk: 'reversible', steps } as const;
  yield { type: 'consent.asked', ...ask };
  const { answer, by } = await state.ports.confirm(ask);
  yield { type: 'consent.answered', answer, by };
  if (answer === 'no') return { kind: 'refused', reason: 'it was not wanted' };
  if (answer !== 'yes') return { kind: 'refused', reason: 'it needs a yes (--yes), and there is no terminal to ask at' };
  yield* removeWhatMayStand(state);
  for (const begun of state.begun) if (begun.undone === 'failed') begun.undone = 'no';
  return yield* undoAll(state, AS_ASKED);
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
  forgetOtherConsent(state, plan);
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
  if (state.begun.length === 0) yield* keepEvidence(state);
  if (state.ports.interrupt.aborted) return yield* interrupted(state, null);
  const applied = yield* applyActions(state, plan.actions);
  if (applied.kind === 'stopped' && applied.left) return leftAlone(state, applied);
  if (state.ports.interrupt.aborted) return yield* interrupted(state, applied.kind === 'stopped' ? applied.at : null);
  if (applied.kind === 'stopped') return yield* giveBack(state, { failed: applied.at, reason: applied.reason });
  const verified = yield* verify(state);
  if (verified.kind === 'healthy') return { kind: 'fixed' };
  if (verified.kind === 'interrupted') return yield* interrupted(state, null);
  return yield* giveBack(state, { failed: verified.failing, reason: verified.reason });
}

const standing = (state: RunState): string[] => state.begun.filter(({ undone }) => undone !== 'yes').map(({ action }) => action.id);

const leftAlone = (state: RunState, { at, reason }: { at: string; reason: string }): Verdict => ({
  kind: 'in-between',
  failed: at,
  reason,
  standing: standing(state),
});

/** What it looked like when it failed is kept before it is undone. */
async function* giveBack(state: RunState, failure: Failure): Part<Verdict> {
  yield* keepFailure(state);
  return yield* undoAll(state, failure);
}

/** Once something has begun, a person at the terminal is asked whether it is to be undone; without one it stands, and that is said. */
async function* interrupted(state: RunState, during: string | null): Part<Verdict> {
  const signal = state.ports.interrupt.reason as Signal;
  const verdict = { kind: 'interrupted', signal, during } as const;
  yield { type: 'run.interrupted', signal, during };
  const steps = undosOf(state);
  if (steps.length === 0) return { ...verdict, standing: standing(state) };
  yield { type: 'consent.asked', what: 'undo', risk: 'reversible', steps };
  const { answer, by } = await state.ports.confirm({ what: 'undo', risk: 'reversible', steps });
  yield { type: 'consent.answered', answer, by };
  if (answer !== 'yes') return { ...verdict, standing: standing(state) };
  const undone = yield* undoAll(state, { failed: during ?? '', reason: 'interrupted' });
  return { ...verdict, during: null, standing: 'standing' in undone ? undone.standing : [] };
}
