/** What is kept of a proof when a newer one takes its place: a line of `runbooks/<slug>/proofs/former.jsonl`, the oldest first. */
import * as z from 'zod';
import { proofSchema } from './proof.ts';
import type { Proof } from './proof.ts';

const { subject, predicate } = proofSchema.shape;
const { level, cause, startedAt, seconds, versions } = predicate.shape.kubemend.shape;

export const formerProofSchema = z.strictObject({
  level,
  cause,
  startedAt,
  seconds,
  result: predicate.shape.result,
  passed: z.int().describe('Checks.'),
  failed: z.int(),
  versions,
  subject,
});
export type FormerProof = z.output<typeof formerProofSchema>;

export const formerOf = ({ subject: bound, predicate: { result, passedTests, failedTests, kubemend } }: Proof): FormerProof => ({
  level: kubemend.level,
  cause: kubemend.cause,
  startedAt: kubemend.startedAt,
  seconds: kubemend.seconds,
  result,
  passed: passedTests.length,
  failed: failedTests.length,
  versions: kubemend.versions,
  subject: bound,
});

export const formerLine = (former: FormerProof): string => `${JSON.stringify(former)}\n`;

/** Throws at a line that is none: the file is written by machines alone. */
export const readFormer = (text: string): FormerProof[] =>
  text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => formerProofSchema.parse(JSON.parse(line)));
