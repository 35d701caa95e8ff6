/** The record of a lab as an in-toto statement. Pure. */
import type { CheckRecord, Proof } from '../domain/proof.ts';
import type { Lab } from './definition.ts';

export type ProofInput = {
  slug: string;
  lab: Lab;
  /** Digests of what was proven and of what proved it. */
  bound: { runbook: string; lab: string };
  versions: Record<string, string>;
  checks: CheckRecord[];
  startedAt: string;
  seconds: number;
};

const named = (check: CheckRecord): string => `${check.cell}/${check.id}`;
const namesOf = (checks: CheckRecord[], outcome: CheckRecord['outcome']): string[] =>
  checks.filter((check) => check.outcome === outcome).map(named);
const subjectsOf = (bound: Record<string, string>) => Object.entries(bound).map(([name, sha256]) => ({ name, digest: { sha256 } }));

export const makeProof = ({ slug, lab, bound, versions, checks, startedAt, seconds }: ProofInput): Proof => {
  const failedTests = namesOf(checks, 'failed');
  const { level, cause, environment, notReal } = lab;
  return {
    _type: 'https://in-toto.io/Statement/v1',
    subject: subjectsOf(bound),
    predicateType: 'https://in-toto.io/attestation/test-result/v0.1',
    predicate: {
      result: failedTests.length === 0 ? 'PASSED' : 'FAILED',
      configuration: subjectsOf({ lab: bound.lab }),
      passedTests: namesOf(checks, 'passed'),
      warnedTests: [],
      failedTests,
      kubemend: { schema: 1, slug, level, cause, environment, startedAt, seconds, versions, notReal, checks },
    },
  };
};
