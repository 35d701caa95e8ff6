/** The record of a lab as an in-toto statement. Pure. */
import type { Bound, CellRecord, CheckRecord, LookedFor, Proof } from '../domain/proof.ts';
import type { Lab } from './definition.ts';

/** What came of one cell or mutation. Its versions are all that were asked for. */
export type CellResult = { cell: CellRecord; checks: CheckRecord[]; lookedFor: LookedFor[] };

export type ProofInput = { slug: string; lab: Lab; bound: Bound; cells: CellResult[] };

const named = (check: CheckRecord): string => `${check.cell}/${check.id}`;
const namesOf = (checks: CheckRecord[], outcome: CheckRecord['outcome']): string[] =>
  checks.filter((check) => check.outcome === outcome).map(named);
const subjectsOf = (bound: Bound) => Object.entries(bound).map(([name, sha256]) => ({ name, digest: { sha256 } }));

type Versions = Record<string, string>;

/** What every cell that tells of versions has in common; a mutation tells of none. */
export const commonVersions = (cells: readonly CellRecord[]): Versions => {
  const [first = {}, ...others] = cells.map(({ versions }) => versions).filter((versions) => Object.keys(versions).length > 0);
  return Object.fromEntries(Object.entries(first).filter(([name, version]) => others.every((one) => one[name] === version)));
};

const withoutCommon = (cell: CellRecord, common: Versions): CellRecord => ({
  ...cell,
  versions: Object.fromEntries(Object.entries(cell.versions).filter(([name]) => !(name in common))),
});

const tenths = (seconds: number): number => Number(seconds.toFixed(1));

export const makeProof = ({ slug, lab, bound, cells: results }: ProofInput): Proof => {
  const checks = results.flatMap((result) => result.checks);
  const cells = results.map(({ cell }) => cell);
  const versions = commonVersions(cells);
  const failedTests = namesOf(checks, 'failed');
  const { level, cause, environment, notReal } = lab;
  const { runbook: _what, ...configuration } = bound;
  return {
    _type: 'https://in-toto.io/Statement/v1',
    subject: subjectsOf(bound),
    predicateType: 'https://in-toto.io/attestation/test-result/v0.1',
    predicate: {
      result: failedTests.length === 0 ? 'PASSED' : 'FAILED',
      configuration: subjectsOf(configuration),
      passedTests: namesOf(checks, 'passed'),
      warnedTests: cells.filter(({ attempts }) => attempts > 1).map(({ id }) => `${id}/up`),
      failedTests,
      kubemend: {
        schema: 1,
        slug,
        level,
        cause,
        environment,
        startedAt: cells.map(({ startedAt }) => startedAt).toSorted()[0] ?? '',
        seconds: tenths(cells.reduce((sum, { seconds }) => sum + seconds, 0)),
        versions,
        notReal,
        cells: cells.map((cell) => withoutCommon(cell, versions)),
        checks,
        lookedFor: results.flatMap((result) => result.lookedFor),
      },
    },
  };
};
