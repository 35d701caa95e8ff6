/**
 * Where a run stands, from what its journal tells: the state from which the engine goes on. A fold over events, in the order in which
 * they were written; events in an order that no run writes are taken for what they say, one by one. Pure.
 */
import { canonicalJson } from '../domain/digest.ts';
import type { RunEvent } from '../domain/event.ts';
import type { Plan } from '../domain/plan.ts';
import type { Signal, Verdict } from '../domain/verdict.ts';
import { REDACTED } from '../redact/redactor.ts';
import type { ConsentAsk, ConsentAnswer } from './ports.ts';

type Event<T extends RunEvent['type']> = Extract<RunEvent, { type: T }>;

/**
 * How an action stands. `stopped`: it was given up after a time-out or a signal, so whether it happened is not known, but the run
 * had already taken that for a failure; `in-doubt`: the run itself ended in the middle of it.
 */
export type Standing = 'done' | 'failed' | 'stopped' | 'in-doubt';

export type BegunAction = {
  step: string;
  standing: Standing;
  reason: string;
  /** How often it was begun: what a killed attempt printed is lost. */
  times: number;
  undone: 'no' | 'in-doubt' | 'failed' | 'yes';
};

export type History = {
  /** Outputs of steps before and during the fix; a secret one is not among them. */
  values: Record<string, string>;
  plan: Plan | null;
  /** The questions about that plan that were answered with yes. */
  agreed: { ask: ConsentAsk; by: ConsentAnswer['by'] }[];
  begun: BegunAction[];
  /** Checks that began to make something in order to look, and that nothing has removed since: it may stand. */
  canaries: string[];
  /** Whether it was decided to undo it: from then on it does not go on with the fix. */
  tookBack: boolean;
  /** Why the last attempt went on. */
  how: Event<'run.resumed'>['how'];
  /** Why it is being undone, while it is; `signal` when a person interrupted and wanted it. */
  undoing: { failed: string; reason: string; signal: Signal | null } | null;
  interrupt: { signal: Signal; during: string | null } | null;
  asked: ConsentAsk | null;
  changes: number;
  /** How many steps were announced, and the last of them, as long as nothing tells how it ended. */
  steps: number;
  atWork: { step: string; phase: Event<'step.started'>['phase'] } | null;
  /** The verdict of the last attempt, null when that was killed. */
  verdict: Verdict | null;
};

/** Why a run is undone that did not fail. */
export const AS_ASKED = { failed: '', reason: 'it was asked for' };

export const noHistory = (): History => ({
  values: {},
  plan: null,
  agreed: [],
  begun: [],
  canaries: [],
  tookBack: false,
  how: 'resume',
  undoing: null,
  interrupt: null,
  asked: null,
  changes: 0,
  steps: 0,
  atWork: null,
  verdict: null,
});

const begunOf = (history: History, step: string): BegunAction | undefined => history.begun.find((one) => one.step === step);

/** The last begun action that this undo step belongs to and that it has not taken back yet. */
const undoneBy = ({ plan, begun }: History, undo: string): BegunAction | undefined => {
  const actions = plan?.kind === 'steps' ? plan.actions.filter((planned) => planned.undo?.id === undo).map(({ action }) => action.id) : [];
  return begun.findLast(({ step, undone }) => undone !== 'yes' && actions.includes(step));
};

const makes = (history: History, step: string): void => {
  const isCanary = history.plan?.canaries.some(({ probe }) => probe.id === step) === true;
  if (isCanary && !history.canaries.includes(step)) history.canaries.push(step);
};

const removes = (history: History, { step, result }: Event<'step.ended'>): void => {
  if (result.kind !== 'action' || result.outcome !== 'done') return;
  const gone = history.plan?.canaries.filter(({ remove }) => remove.id === step).map(({ probe }) => probe.id) ?? [];
  history.canaries = history.canaries.filter((id) => !gone.includes(id));
};

const begins = (history: History, { step, phase }: Event<'step.started'>): void => {
  history.steps += 1;
  history.atWork = { step, phase };
  if (phase === 'verify') makes(history, step);
  const undone = phase === 'undo' ? undoneBy(history, step) : undefined;
  if (undone) {
    undone.undone = 'in-doubt';
    history.changes += 1;
  }
  if (phase !== 'fix') return;
  history.changes += 1;
  const again = begunOf(history, step);
  if (again) Object.assign(again, { standing: 'in-doubt', times: again.times + 1 });
  else history.begun.push({ step, standing: 'in-doubt', reason: '', times: 1, undone: 'no' });
};

const standingAfter = ({ exec, result }: Event<'step.ended'>): Standing => {
  if (result.kind !== 'action' || result.outcome === 'running') return 'in-doubt';
  if (result.outcome === 'done' || result.outcome === 'failed') return result.outcome;
  return exec.kind === 'interrupted' ? 'in-doubt' : 'stopped';
};

const notBegun = (history: History, action: BegunAction): void => {
  history.changes -= 1;
  action.times -= 1;
  if (action.times <= 0) history.begun = history.begun.filter((one) => one !== action);
};

const fixEnded = (history: History, event: Event<'step.ended'>): void => {
  const action = begunOf(history, event.step);
  if (!action || event.result.kind !== 'action') return;
  if (event.result.outcome === 'not-begun') return notBegun(history, action);
  Object.assign(action, { standing: standingAfter(event), reason: event.result.reason });
};

const undoEnded = (history: History, { step, result }: Event<'step.ended'>): void => {
  const action = undoneBy(history, step);
  if (!action || result.kind !== 'action') return;
  if (result.outcome === 'not-begun') history.changes -= 1;
  const { outcome } = result;
  action.undone = outcome === 'done' ? 'yes' : outcome === 'running' ? 'in-doubt' : 'failed';
};

/** What probes see after the fix has begun does not replace what was recorded before. */
const keepValues = (history: History, { phase, result }: Event<'step.ended'>): void => {
  if (result.kind === 'collected' || (phase !== 'fix' && history.begun.length > 0) || phase === 'undo') return;
  for (const [name, value] of Object.entries(result.outputs)) {
    if (value.includes(REDACTED)) delete history.values[name];
    else history.values[name] = value;
  }
};

const ends = (history: History, event: Event<'step.ended'>): void => {
  history.atWork = null;
  keepValues(history, event);
  if (event.phase === 'fix') fixEnded(history, event);
  if (event.phase === 'undo') undoEnded(history, event);
  if (event.phase === 'undo') removes(history, event);
};

/** A yes holds for the plan it was given to. */
const planned = (history: History, { plan }: Event<'plan.made'>): void => {
  if (history.plan === null || canonicalJson(history.plan) !== canonicalJson(plan)) history.agreed = [];
  history.plan = plan;
};

const answered = (history: History, { answer, by }: Event<'consent.answered'>): void => {
  const { asked: ask, interrupt } = history;
  history.asked = null;
  if (ask === null || answer !== 'yes') return;
  if (ask.what === 'take-back') history.undoing = { ...AS_ASKED, signal: null };
  else if (ask.what !== 'undo') history.agreed.push({ ask, by });
  else if (interrupt) history.undoing = { failed: interrupt.during ?? '', reason: 'interrupted', signal: interrupt.signal };
};

const settled = (history: History, { step, as }: Event<'doubt.settled'>): void => {
  const action = begunOf(history, step);
  if (as === 'not-done') history.changes -= 1;
  if (action && as === 'done') action.standing = 'done';
  if (action && as === 'not-done') Object.assign(action, { times: 0, undone: history.undoing ? 'yes' : 'no' });
  const undone = action ? undefined : undoneBy(history, step);
  if (undone && as === 'done') undone.undone = 'yes';
};

/** What one more event changes. */
export const take = (history: History, event: RunEvent): void => {
  switch (event.type) {
    case 'run.resumed':
      Object.assign(history, { verdict: null, interrupt: null, asked: null, how: event.how });
      return;
    case 'step.started':
      return begins(history, event);
    case 'step.ended':
      return ends(history, event);
    case 'plan.made':
      return planned(history, event);
    case 'consent.asked':
      history.asked = { what: event.what, risk: event.risk, steps: event.steps };
      return;
    case 'consent.answered':
      return answered(history, event);
    case 'run.interrupted':
      history.interrupt = { signal: event.signal, during: event.during };
      return;
    case 'undo.decided':
      history.tookBack = true;
      history.undoing = { failed: event.failed, reason: event.because, signal: history.undoing?.signal ?? null };
      return;
    case 'doubt.settled':
      return settled(history, event);
    case 'run.ended':
      history.verdict = event.verdict;
      history.undoing = null;
      return;
    default:
  }
};

export const historyOf = (events: RunEvent[]): History => {
  const history = noHistory();
  for (const event of events) take(history, event);
  return history;
};

/** What has begun and was not taken back. */
export const standsOf = ({ begun }: History): string[] => begun.filter(({ undone }) => undone !== 'yes').map(({ step }) => step);
