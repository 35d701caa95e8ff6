/** Who must say yes to a plan: once for what is reversible, for each disruptive step, by name for each destructive one. */
import type { Plan } from '../domain/plan.ts';
import type { Risk } from '../domain/step.ts';
import type { ConsentAsk } from './ports.ts';
import type { Part, RunState } from './request.ts';

type StepsPlan = Extract<Plan, { kind: 'steps' }>;

/** All questions of a plan. They are asked before the first action, so that a no leaves nothing half done. */
export const asksFor = (plan: StepsPlan): ConsentAsk[] => {
  const at = (risk: Risk) => plan.actions.filter(({ action }) => action.risk === risk).map(({ action }) => action.id);
  const once = at('reversible');
  const ask = (what: ConsentAsk['what'], risk: Risk, steps: string[]): ConsentAsk => ({ what, risk, steps });
  return [
    ...(once.length > 0 ? [ask('plan', 'reversible', once)] : []),
    ...at('disruptive').map((step) => ask('step', 'disruptive', [step])),
    ...at('destructive').map((step) => ask('name', 'destructive', [step])),
  ];
};

export type Consent = { kind: 'given'; by: 'person' | 'flag' } | { kind: 'refused'; reason: string };

/** `by: person` as soon as one question was answered by a person, who may have taken a while. */
export async function* askConsent(state: RunState, plan: StepsPlan): Part<Consent> {
  let answeredBy: 'person' | 'flag' = 'flag';
  for (const ask of asksFor(plan)) {
    yield { type: 'consent.asked', ...ask };
    const { answer, by } = await state.ports.confirm(ask);
    yield { type: 'consent.answered', answer, by };
    const change = `the ${ask.risk} change ${ask.steps.join(', ')}`;
    if (answer === 'no') return { kind: 'refused', reason: `${change} was not wanted` };
    if (answer === 'unavailable') return { kind: 'refused', reason: `${change} needs a yes, and there is no terminal to ask at` };
    if (by === 'person') answeredBy = 'person';
  }
  return { kind: 'given', by: answeredBy };
}
