/** What `runbook doctor` found: every article, whether its fault is here, and what to do next. */
import * as z from 'zod';
import { gateSchema } from './affects.ts';
import type { Gate } from './affects.ts';
import { environmentSchema } from './environment.ts';
import { articleIdSchema, slugSchema, variableSchema } from './ids.ts';
import { riskSchema, risks } from './step.ts';
import { targetSchema } from './target.ts';

const about = {
  slug: slugSchema,
  id: articleIdSchema,
  gate: gateSchema,
  risk: riskSchema.describe('Of the way to fix it that is recommended; disruptive where a person does it.'),
  ms: z.number(),
};

/** `untold`: the diagnosis was made and could not tell; `needs-input`: it was not made, because nobody was asked. */
export const examinationSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('present'), ...about, evidence: z.array(z.string()) }),
  z.strictObject({ kind: z.literal('untold'), ...about, step: z.string().nullable(), reason: z.string() }),
  z.strictObject({ kind: z.literal('needs-input'), ...about, inputs: z.array(variableSchema).min(1) }),
  z.strictObject({ kind: z.literal('absent'), ...about }),
  z.strictObject({ kind: z.literal('not-applicable'), ...about }),
]);
export type Examination = z.output<typeof examinationSchema>;

export const checkupSchema = z.strictObject({
  version: z.literal(1),
  target: targetSchema,
  environment: environmentSchema,
  examinations: z.array(examinationSchema),
  exitCode: z.int(),
});
export type Checkup = z.output<typeof checkupSchema>;

/** A line of `runbook doctor --jsonl`. */
export const checkupLineSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('version'), version: z.literal(1) }),
  z.strictObject({ type: z.literal('article.examined'), examination: examinationSchema }),
  z.strictObject({ type: z.literal('doctor.ended'), exitCode: z.int() }),
]);
export type CheckupLine = z.output<typeof checkupLineSchema>;

const KINDS: Examination['kind'][] = ['present', 'untold', 'needs-input', 'absent', 'not-applicable'];
const CERTAINTY: Gate['answer'][] = ['yes', 'likely', 'unknown', 'no'];

/** What is found first, the most certain before the less certain, then what costs most to mend, then by name. */
const rank = ({ kind, gate, risk }: Examination): number[] => [KINDS.indexOf(kind), CERTAINTY.indexOf(gate.answer), -risks.indexOf(risk)];

export const inOrder = (all: Examination[]): Examination[] =>
  all.toSorted((a, b) => {
    const [left, right] = [rank(a), rank(b)];
    const at = left.findIndex((value, index) => value !== right[index]);
    return at < 0 ? a.slug.localeCompare(b.slug) : (left[at] ?? 0) - (right[at] ?? 0);
  });

const FOUND = 3;
const UNDETERMINED = 4;
const NOT_APPLICABLE = 5;

/** 3 when a fault is here; 4 when one that could be here could not be told; 5 when no article is about this target; otherwise 0. */
export const exitCodeOfCheckup = (all: Examination[]): number => {
  const has = (...kinds: Examination['kind'][]) => all.some(({ kind }) => kinds.includes(kind));
  if (has('present')) return FOUND;
  if (has('untold', 'needs-input')) return UNDETERMINED;
  return all.length > 0 && !has('absent') ? NOT_APPLICABLE : 0;
};
