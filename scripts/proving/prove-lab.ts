/** One lab: what of it is to be run, and what that says about its proof. */
import { standingOf } from '../../src/domain/proof.ts';
import type { CheckRecord, Proof } from '../../src/domain/proof.ts';
import { fullCell, readLab } from '../../src/labs/definition.ts';
import type { Source } from '../../src/labs/definition.ts';
import { describeMissing } from '../../src/labs/missing.ts';
import { runLab } from '../../src/labs/run-lab.ts';
import type { KeptCells, LabOutcome } from '../../src/labs/run-lab.ts';
import { none, type Counts } from '../testing/counts.ts';
import { boundOf } from './bound-of.ts';
import { forgetCells, keptCells } from './kept-cells.ts';
import { reportTo } from './lines.ts';
import { proofFile } from './wanted.ts';
import { writeProof } from './write-proof.ts';

export type Proving = { signal: AbortSignal; since: string };

/** Says a line of one lab. */
export type Say = (line: string) => void;

/** A lab that cannot run here proves nothing: one skip, or one failure where labs are required. */
const cannotRun = (): Counts => (process.env['KUBEMEND_REQUIRE_LABS'] === '1' ? { ...none, failed: 1 } : { ...none, skipped: 1 });

const countsOf = (checks: readonly CheckRecord[]): Counts => {
  const failed = checks.filter((check) => check.outcome === 'failed').length;
  return { passed: checks.length - failed, failed, skipped: 0 };
};

/** Where labs run one after the other, under the line that names the lab. */
const below: Say = (line) => console.log(`  ${line}`);

const told = (outcome: LabOutcome, signal: AbortSignal, say: Say): Counts => {
  if (signal.aborted) return none;
  if (outcome.kind === 'cannot-run') {
    say(`cannot run here: ${describeMissing(outcome.missing)}`);
    return cannotRun();
  }
  say(`${outcome.kind === 'proven' ? 'passed' : 'failed'}: ${outcome.checks.length} checks in ${outcome.seconds} s`);
  return countsOf(outcome.checks);
};

const runAll = async (source: Source, { signal, since }: Proving): Promise<LabOutcome> => {
  const kept: KeptCells = await keptCells(source, since);
  return runLab({ ...source, signal, onEvent: reportTo(signal, below), kept });
};

/** Null also when somebody changed the files in the meantime: then nobody knows which of them were run. */
const wholeProof = async (source: Source, outcome: LabOutcome): Promise<Proof | null> => {
  if (outcome.kind !== 'proven' || outcome.proof === null) return null;
  const standing = standingOf(outcome.proof, await boundOf(source));
  if (standing.kind === 'proven') return outcome.proof;
  below('no proof of it: meanwhile the files were changed');
  forgetCells(source);
  return null;
};

/** Runs every cell, and writes the proof when all of them passed. */
export const proveLab = async (source: Source, proving: Proving): Promise<Counts> => {
  const outcome = await runAll(source, proving);
  const counts = told(outcome, proving.signal, below);
  const proof = await wholeProof(source, outcome);
  if (proof === null) return counts;
  await writeProof(source, proof);
  forgetCells(source);
  below(`written: ${proofFile(source)}`);
  return counts;
};

/** The same, but the tree stays as it is; a `prove` afterwards finds the cells done. */
export const tryLab = async (source: Source, proving: Proving): Promise<Counts> => {
  const outcome = await runAll(source, proving);
  const counts = told(outcome, proving.signal, below);
  if ((await wholeProof(source, outcome)) !== null) below('the files of today are right, and `npm run prove` writes that down');
  return counts;
};

/** Of the checks that the proof speaks of: one that came later counts only by failing. */
const outcomes = (checks: readonly CheckRecord[], cell: string, known: readonly CheckRecord[]): string =>
  checks
    .filter((check) => check.cell === cell && known.some(({ id }) => id === check.id))
    .map(({ id, outcome }) => `${id} ${outcome}`)
    .join(', ');

export type Sample = { source: Source; proof: Proof };

/** Runs one full cell of a lab whose proof holds: it must come out as the proof says. */
export const sampleLab = async ({ source, proof }: Sample, signal: AbortSignal, say: Say): Promise<Counts> => {
  const cell = fullCell(readLab(source));
  const outcome = await runLab({ ...source, only: [cell], signal, onEvent: reportTo(signal, say) });
  const counts = told(outcome, signal, say);
  if (outcome.kind === 'cannot-run' || signal.aborted) return counts;
  const { checks } = proof.predicate.kubemend;
  const [then, now] = [outcomes(checks, cell, checks), outcomes(outcome.checks, cell, checks)];
  if (then === now) return counts;
  say(`the proof says otherwise of ${cell}:\n    then ${then}\n    now  ${now}`);
  return { ...counts, failed: Math.max(1, counts.failed) };
};
