/**
 * The record of a lab cycle for one runbook digest, as an in-toto statement of the type test-result
 * (https://in-toto.io/attestation/test-result/v0.1), with what that form has no place for under `kubemend`.
 */
import * as z from 'zod';

export const levels = ['distribution', 'cluster', 'component'] as const;
export const levelSchema = z.enum(levels);
export type Level = z.output<typeof levelSchema>;

/** How real the fault is. */
export const causes = ['real', 'injected', 'stand-in', 'simulated'] as const;
export const causeSchema = z.enum(causes);
export type Cause = z.output<typeof causeSchema>;

const subjectSchema = z.strictObject({ name: z.string(), digest: z.strictObject({ sha256: z.string().regex(/^[0-9a-f]{64}$/) }) });

const outcomeSchema = z.enum(['passed', 'failed']);

export const checkRecordSchema = z.strictObject({
  id: z.string(),
  cell: z.string(),
  title: z.string(),
  outcome: outcomeSchema,
  detail: z.string(),
  seconds: z.number(),
});
export type CheckRecord = z.output<typeof checkRecordSchema>;

const namesSchema = z.record(z.string(), z.string());

/** One case of the matrix: where the fault must appear and go, where it must not appear, or a runbook that lies and must be caught. */
export const cellRecordSchema = z.strictObject({
  id: z.string(),
  kind: z.enum(['affected', 'control', 'mutation']),
  title: z.string(),
  settings: namesSchema.describe('In what it differs from the other cells of its lab.'),
  versions: namesSchema.describe('Those that are not the same in every cell.'),
  outcome: outcomeSchema,
  startedAt: z.string(),
  seconds: z.number(),
  attempts: z.int().min(1).max(2).describe('2: its environment did not come up at first. A check that failed is never tried again.'),
});
export type CellRecord = z.output<typeof cellRecordSchema>;

export const lookedVerdicts = ['present', 'absent', 'unknown', 'not-applicable'] as const;
const lookedVerdict = {
  verdict: z.enum(lookedVerdicts),
  reason: z.string().describe('Why it could not be told or does not apply; what was found where it is present.'),
};

/** What the diagnosis of another article says of this lab: `present` would be a false alarm. */
export const lookedForSchema = z.strictObject({
  cell: z.string(),
  state: z.enum(['healthy', 'broken']),
  slug: z.string(),
  digest: subjectSchema.shape.digest.shape.sha256.describe('Of the runbook that looked.'),
  ...lookedVerdict,
  forced: z.strictObject(lookedVerdict).nullable().describe('What it says when it has to look although it does not apply.'),
});
export type LookedFor = z.output<typeof lookedForSchema>;

export const proofSchema = z.strictObject({
  _type: z.literal('https://in-toto.io/Statement/v1'),
  subject: z.array(subjectSchema).min(1).describe('runbook, lab (stand-ins included), and the version table where there is one'),
  predicateType: z.literal('https://in-toto.io/attestation/test-result/v0.1'),
  predicate: z.strictObject({
    result: z.enum(['PASSED', 'FAILED']),
    configuration: z.array(subjectSchema),
    passedTests: z.array(z.string()),
    warnedTests: z.array(z.string()),
    failedTests: z.array(z.string()),
    kubemend: z.strictObject({
      schema: z.literal(1),
      slug: z.string(),
      level: levelSchema,
      cause: causeSchema,
      environment: z.string(),
      startedAt: z.string(),
      seconds: z.number().describe('Of all cells together.'),
      versions: namesSchema,
      notReal: z.array(z.string()).describe('What stands in for the real thing, in sentences.'),
      cells: z.array(cellRecordSchema),
      checks: z.array(checkRecordSchema),
      lookedFor: z.array(lookedForSchema).optional().describe('The failures of the other articles, which must not be found here.'),
    }),
  }),
});
export type Proof = z.output<typeof proofSchema>;

/** The digests a proof is bound to, by the name of what they are of. */
export type Bound = Record<string, string>;

export type Standing = { kind: 'proven' } | { kind: 'failed' } | { kind: 'stale'; changed: string[] };

/** Whether a proof still speaks of today's files. Stale by itself as soon as one digest differs. */
export const standingOf = (proof: Proof, now: Bound): Standing => {
  const then = Object.fromEntries(proof.subject.map((subject) => [subject.name, subject.digest.sha256]));
  const names = new Set([...Object.keys(then), ...Object.keys(now)]);
  const changed = [...names].filter((name) => then[name] !== now[name]);
  if (changed.length > 0) return { kind: 'stale', changed };
  return { kind: proof.predicate.result === 'PASSED' ? 'proven' : 'failed' };
};
