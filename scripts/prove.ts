/** Runs labs and writes their proofs into the tree: `npm run prove [-- slug… --level cluster]`. Nothing else writes there. */
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { fail, ProblemError } from '../src/domain/problem.ts';
import { levels, levelSchema } from '../src/domain/proof.ts';
import type { Level } from '../src/domain/proof.ts';
import { levelsOf } from '../src/labs/definition.ts';
import type { LabEvent } from '../src/labs/lab-event.ts';
import { describeMissing } from '../src/labs/missing.ts';
import { runLab } from '../src/labs/run-lab.ts';

const ROOT = join(import.meta.dirname, '..');

type Wanted = { slugs: string[]; level: Level | undefined };

const wanted = (): Wanted => {
  const { positionals, values } = parseArgs({ allowPositionals: true, options: { level: { type: 'string' } } });
  const level = levelSchema.optional().safeParse(values.level);
  if (!level.success) return fail('usage', `--level ${values.level}: the levels are ${levels.join(', ')}`);
  return { slugs: positionals.length > 0 ? positionals : readdirSync(join(ROOT, 'runbooks')), level: level.data };
};

/** Of every runbook that is meant, each of its labs, those that need least first. */
const labsFor = ({ slugs, level }: Wanted): { slug: string; level: Level }[] =>
  slugs.flatMap((slug) =>
    levelsOf(ROOT, slug)
      .filter((one) => level === undefined || one === level)
      .toReversed()
      .map((one) => ({ slug, level: one })),
  );

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
const prove = async ({ slug, level }: { slug: string; level: Level }): Promise<boolean> => {
  console.log(`${slug}, level ${level}:`);
  const outcome = await runLab({ slug, level, root: ROOT, onEvent: report });
  if (outcome.kind === 'cannot-run') {
    console.log(`  cannot run here: ${describeMissing(outcome.missing)}`);
    return process.env.KUBEMEND_REQUIRE_LABS !== '1';
  }
  console.log(`  ${outcome.kind}: ${outcome.checks.length} checks in ${outcome.seconds} s`);
  if (outcome.kind !== 'proven' || outcome.proof === null) return false;
  const directory = join(ROOT, 'runbooks', slug, 'proofs');
  mkdirSync(directory, { recursive: true });
  const file = join(directory, `${level}.json`);
  writeFileSync(file, `${JSON.stringify(outcome.proof, null, 2)}\n`);
  console.log(`  written: ${file}`);
  return true;
};

try {
  const labs = labsFor(wanted());
  if (labs.length === 0) fail('usage', 'there is no such lab', { hint: 'runbook lab list' });
  for (const lab of labs) if (!(await prove(lab))) process.exitCode = 1;
} catch (error) {
  if (!(error instanceof ProblemError)) throw error;
  console.error(`${error.problem.message}\n${error.problem.hint ?? ''}`);
  process.exitCode = 1;
}
