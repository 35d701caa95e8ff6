/**
 * What a plan was made from: the runbook, the way to fix, the inputs, the target, and what was found there. A saved plan
 * holds as long as all of these are the same, and no longer.
 */
import * as z from 'zod';
import { clusterSchema, describeCluster } from './cluster.ts';
import { describeIdentity, identitySchema, sameIdentity } from './identity.ts';
import { slugSchema, stepIdSchema, variableSchema } from './ids.ts';

const hex = z.string().regex(/^[0-9a-f]+$/);

/** A secret is never written: a slow hash with a salt of its own tells only whether it is the same. */
export const boundInputSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('shown'), value: z.string() }),
  z.strictObject({ kind: z.literal('secret'), salt: hex, pbkdf2: hex }),
]);
export type BoundInput = z.output<typeof boundInputSchema>;

export const diagnosedSchema = z.strictObject({
  /** For people: the lines by which each probe found the fault. */
  evidence: z.array(z.strictObject({ step: stepIdSchema, lines: z.array(z.string()) })),
  /** Of the findings, the evidence and every value that the changes read. */
  digest: hex,
});
export type Diagnosed = z.output<typeof diagnosedSchema>;

export const bindingSchema = z.strictObject({
  slug: slugSchema,
  digest: hex.describe('Of the runbook.'),
  resolution: stepIdSchema,
  target: identitySchema,
  cluster: clusterSchema.nullable().describe('That the steps speak to; null when none does.'),
  inputs: z.record(variableSchema, boundInputSchema),
  diagnosis: diagnosedSchema,
});
export type Binding = z.output<typeof bindingSchema>;

/** What is known at some point of a run: before the diagnosis, nothing of it. */
export type BindingSoFar = Omit<Binding, 'diagnosis'> & { diagnosis: Diagnosed | null };

const SHOWN = 60;
const shown = (text: string): string => `"${text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text}"`;
const inPlan = (was: string, is: string): string => `${was} in the plan, ${is} now`;

const otherRunbook = (was: Binding, is: BindingSoFar): string[] => {
  if (was.slug !== is.slug) return [`it is for another article (${inPlan(was.slug, is.slug)})`];
  return was.digest === is.digest ? [] : [`the runbook is another (digest ${inPlan(was.digest.slice(0, 12), is.digest.slice(0, 12))})`];
};

const otherWay = (was: Binding, is: BindingSoFar): string[] =>
  was.resolution === is.resolution ? [] : [`the way to fix it is another (${inPlan(was.resolution, is.resolution)})`];

const otherTarget = (was: Binding, is: BindingSoFar): string[] =>
  sameIdentity(was.target, is.target)
    ? []
    : [`the target is another (${inPlan(describeIdentity(was.target), describeIdentity(is.target))})`];

const clusterIn = ({ cluster }: BindingSoFar): string => (cluster === null ? 'none' : describeCluster(cluster));

const otherCluster = (was: Binding, is: BindingSoFar): string[] =>
  clusterIn(was) === clusterIn(is) ? [] : [`the cluster is another (${inPlan(clusterIn(was), clusterIn(is))})`];

const otherInput = (name: string, was: BoundInput | undefined, is: BoundInput | undefined): string[] => {
  if (was?.kind === 'secret' && is?.kind === 'secret') return was.pbkdf2 === is.pbkdf2 ? [] : [`the secret input ${name} is another`];
  if (was?.kind === 'shown' && is?.kind === 'shown')
    return was.value === is.value ? [] : [`the input ${name} is another (${inPlan(shown(was.value), shown(is.value))})`];
  return was === is ? [] : [`the input ${name} is not given in the same way`];
};

const otherInputs = (was: Binding, is: BindingSoFar): string[] =>
  [...new Set([...Object.keys(was.inputs), ...Object.keys(is.inputs)])].flatMap((name) =>
    otherInput(name, was.inputs[name], is.inputs[name]),
  );

/** The first line of evidence that is not as it was; values that no line shows may differ as well. */
const otherEvidence = (was: Diagnosed, is: Diagnosed): string => {
  for (const { step, lines } of was.evidence) {
    const now = is.evidence.find((one) => one.step === step)?.lines ?? [];
    const at = lines.findIndex((line, index) => line !== now[index]);
    if (at >= 0) return `${step} found ${shown(lines[at] ?? '')} in the plan, and ${now[at] === undefined ? 'not' : shown(now[at])} now`;
    if (now.length > lines.length) return `${step} now also finds ${shown(now[lines.length] ?? '')}`;
  }
  return 'the values that the changes read are not the same';
};

const otherDiagnosis = (was: Binding, { diagnosis }: BindingSoFar): string[] =>
  diagnosis === null || was.diagnosis.digest === diagnosis.digest
    ? []
    : [`the diagnosis is another: ${otherEvidence(was.diagnosis, diagnosis)}`];

/** Everything in which a saved plan and what is true now differ, each as a clause; none when the plan holds. */
export const differences = (was: Binding, is: BindingSoFar): string[] =>
  [otherRunbook, otherWay, otherTarget, otherCluster, otherInputs, otherDiagnosis].flatMap((compare) => compare(was, is));
