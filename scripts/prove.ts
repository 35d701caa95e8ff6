/** Runs labs and writes their proofs into the tree: `npm run prove [-- slug… --level cluster]`. Nothing else writes there. */
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { fail, ProblemError } from '../src/domain/problem.ts';
import { levels, levelSchema } from '../src/domain/proof.ts';
import type { CheckRecord, Level } from '../src/domain/proof.ts';
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

type Counts = { passed: number; failed: number; skipped: number };

/** A lab that cannot run here proves nothing: one skip, or one failure where labs are required. */
const cannotRun = (): Counts =>
  process.env.KUBEMEND_REQUIRE_LABS === '1' ? { passed: 0, failed: 1, skipped: 0 } : { passed: 0, failed: 0, skipped: 1 };

const countsOf = (checks: CheckRecord[]): Counts => {
  const failed = checks.filter((check) => check.outcome === 'failed').length;
  return { passed: checks.length - failed, failed, skipped: 0 };
};

/** Runs a lab and keeps its proof, if it is one. */
const prove = async ({ slug, level }: { slug: string; level: Level }): Promise<Counts> => {
  console.log(`${slug}, level ${level}:`);
  const outcome = await runLab({ slug, level, root: ROOT, onEvent: report });
  if (outcome.kind === 'cannot-run') {
    console.log(`  cannot run here: ${describeMissing(outcome.missing)}`);
    return cannotRun();
  }
  console.log(`  ${outcome.kind}: ${outcome.checks.length} checks in ${outcome.seconds} s`);
  if (outcome.kind !== 'proven' || outcome.proof === null) return countsOf(outcome.checks);
  const directory = join(ROOT, 'runbooks', slug, 'proofs');
  mkdirSync(directory, { recursive: true });
  const file = join(directory, `${level}.json`);
  writeFileSync(file, `${JSON.stringify(outcome.proof, null, 2)}\n`);
  console.log(`  written: ${file}`);
  return countsOf(outcome.checks);
};

try {
  const labs = labsFor(wanted());
  if (labs.length === 0) fail('usage', 'there is no such lab', { hint: 'runbook lab list' });
  const all: Counts[] = [];
  for (const lab of labs) all.push(await prove(lab));
  const sum = (key: keyof Counts): number => all.reduce((total, counts) => total + counts[key], 0);
  console.log(`\n${sum('passed')} passed, ${sum('failed')} failed, ${sum('skipped')} skipped`);
  if (sum('failed') > 0) process.exitCode = 1;
} catch (error) {
  if (!(error instanceof ProblemError)) throw error;
  console.error(`${error.problem.message}\n${error.problem.hint ?? ''}`);
  process.exitCode = 1;
}
