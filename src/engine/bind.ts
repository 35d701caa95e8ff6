/** What this run stands on, in the form in which a saved plan names it. */
import { differences } from '../domain/binding.ts';
import type { Binding, BindingSoFar, BoundInput, Diagnosed } from '../domain/binding.ts';
import { canonicalJson, randomSalt, sha256, slowHash } from '../domain/digest.ts';
import type { StepResult } from '../domain/event.ts';
import { sameChanges } from '../domain/plan.ts';
import type { Plan } from '../domain/plan.ts';
import { actionsOf, stepById } from '../domain/runbook.ts';
import type { Verdict } from '../domain/verdict.ts';
import type { RunRequest, RunState } from './request.ts';

/** Each diagnose probe, and what it came to. */
export type Seen = [step: string, result: Extract<StepResult, { kind: 'probe' }>][];

const boundInput = async (value: string, salt: string): Promise<BoundInput> => ({
  kind: 'secret',
  salt,
  pbkdf2: await slowHash(value, salt),
});

/** What is declared as a secret, or looks like one, is hashed: with the salt of the saved plan, where there is one, to be compared. */
const boundInputs = async ({ request, redactor }: RunState): Promise<Binding['inputs']> => {
  const { runbook, inputs, approved } = request;
  const secret = new Set(runbook.inputs.filter((input) => input.secret).map(({ name }) => name));
  const bound = Object.entries(inputs).map(async ([name, value]): Promise<[string, BoundInput]> => {
    if (!secret.has(name) && redactor.text(value) === value) return [name, { kind: 'shown', value }];
    const before = approved?.bound.inputs[name];
    return [name, await boundInput(value, before?.kind === 'secret' ? before.salt : randomSalt())];
  });
  return Object.fromEntries(await Promise.all(bound));
};

/** Before the diagnosis. */
const bindRequest = async (state: RunState): Promise<BindingSoFar> => {
  const { runbook, digest, resolution, identity, cluster } = state.request;
  return {
    slug: runbook.slug,
    digest,
    resolution: resolution.id,
    target: identity,
    cluster,
    inputs: await boundInputs(state),
    diagnosis: null,
  };
};

/** As far as the run has come. */
export const boundNow = async (state: RunState): Promise<BindingSoFar> => {
  state.bound ??= await bindRequest(state);
  return { ...state.bound, diagnosis: state.diagnosed };
};

/** Why the saved plan that is to be followed no longer holds; null while it does, or when there is none. */
export const notAsApproved = async (state: RunState, plan: Plan | null = null): Promise<Verdict | null> => {
  const { approved, runbook } = state.request;
  if (approved === null) return null;
  const found = differences(approved.bound, await boundNow(state));
  if (found.length === 0 && plan !== null && !sameChanges(plan, approved.plan))
    found.push('the changes that it lists are not those of the runbook');
  if (found.length === 0) return null;
  return {
    kind: 'refused',
    reason: `the saved plan no longer holds: ${found.join('; ')}. Make a new one: runbook plan ${runbook.slug} --out FILE`,
  };
};

/** The names of values that the changes and their undoing read, but for inputs, which are bound by themselves. */
const valuesRead = ({ runbook, resolution, inputs }: RunRequest): string[] => {
  const actions = actionsOf(runbook, resolution);
  const undos = actions.flatMap(({ undo }) => (undo.kind === 'step' ? (stepById(runbook, undo.step) ?? []) : []));
  return [...new Set([...actions, ...undos].flatMap(({ uses }) => uses))].filter((name) => !Object.hasOwn(inputs, name));
};

export const bindDiagnosis = async ({ request, values }: RunState, seen: Seen): Promise<Diagnosed> => {
  const found = seen.map(([step, { finding, evidence, outputs }]) => ({ step, finding, evidence, outputs }));
  const read = valuesRead(request).map((name) => [name, values[name] ?? null]);
  return {
    evidence: found.map(({ step, evidence }) => ({ step, lines: evidence })),
    digest: await sha256(canonicalJson({ found, read })),
  };
};
