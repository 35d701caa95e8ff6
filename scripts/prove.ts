/** Runs labs and writes their proofs into the tree: `npm run prove [slug…]`. Nothing else writes there. */
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ProblemError } from '../src/domain/problem.ts';
import type { LabEvent } from '../src/labs/lab-event.ts';
import { describeMissing } from '../src/labs/missing.ts';
import { runLab } from '../src/labs/run-lab.ts';

const ROOT = join(import.meta.dirname, '..');

const slugsWithLabs = (): string[] =>
  readdirSync(join(ROOT, 'runbooks')).filter((slug) => existsSync(join(ROOT, 'runbooks', slug, 'lab', 'lab.yaml')));

const lineFor = (event: LabEvent): string | null => {
  if (event.type === 'cell.ended') return `${event.outcome === 'passed' ? '✓' : '✗'} ${event.cell} (${event.seconds} s)`;
  if (event.type !== 'check.ended' || event.record.outcome === 'passed') return null;
  const { cell, id, title, detail } = event.record;
  return `✗ ${cell}/${id}: ${title}\n    ${detail}`;
};

const report = (event: LabEvent): void => {
  const line = lineFor(event);
  if (line !== null) console.log(`  ${line}`);
};

/** True when it was proven. A lab that cannot run here is no proof, and fails only where labs are required. */
const prove = async (slug: string): Promise<boolean> => {
  console.log(`${slug}:`);
  const outcome = await runLab({ slug, root: ROOT, onEvent: report });
  if (outcome.kind === 'cannot-run') {
    console.log(`  cannot run here: ${describeMissing(outcome.missing)}`);
    return process.env.KUBEMEND_REQUIRE_LABS !== '1';
  }
  console.log(`  ${outcome.kind}: ${outcome.checks.length} checks in ${outcome.seconds} s`);
  if (outcome.kind !== 'proven' || outcome.proof === null) return false;
  const directory = join(ROOT, 'runbooks', slug, 'proofs');
  mkdirSync(directory, { recursive: true });
  const file = join(directory, `${outcome.proof.predicate.kubemend.level}.json`);
  writeFileSync(file, `${JSON.stringify(outcome.proof, null, 2)}\n`);
  console.log(`  written: ${file}`);
  return true;
};

try {
  const asked = process.argv.slice(2);
  for (const slug of asked.length > 0 ? asked : slugsWithLabs()) if (!(await prove(slug))) process.exitCode = 1;
} catch (error) {
  if (!(error instanceof ProblemError)) throw error;
  console.error(`${error.problem.message}\n${error.problem.hint ?? ''}`);
  process.exitCode = 1;
}
