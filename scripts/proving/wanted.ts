/** Which labs are meant, and how their proofs stand. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { fail } from '../../src/domain/problem.ts';
import { levels, levelSchema, proofSchema, standingOf } from '../../src/domain/proof.ts';
import type { Level, Proof, Standing } from '../../src/domain/proof.ts';
import { levelsOf, runbookDirectory } from '../../src/labs/definition.ts';
import type { Source } from '../../src/labs/definition.ts';
import { boundOf } from './bound-of.ts';

export type Wanted = { slugs: string[]; level: Level | undefined; mode: 'stale' | 'all' | 'check' };

const USAGE = 'npm run prove -- [slug…] [--level <level>] [--all | --check]';

const parse = (args: string[]) => {
  try {
    const options = { level: { type: 'string' }, all: { type: 'boolean' }, check: { type: 'boolean' } } as const;
    return parseArgs({ args, allowPositionals: true, options });
  } catch (error) {
    return fail('usage', error instanceof Error ? error.message : String(error), { hint: USAGE });
  }
};

/** A `usage` problem says what is wrong with the arguments. */
export const parseWanted = (args: string[]): Wanted => {
  const { positionals, values } = parse(args);
  const level = levelSchema.optional().safeParse(values.level);
  if (!level.success) return fail('usage', `--level ${values.level}: the levels are ${levels.join(', ')}`);
  if (values.all === true && values.check === true) return fail('usage', '--all writes proofs and --check writes none: choose one');
  return { slugs: positionals, level: level.data, mode: values.all === true ? 'all' : values.check === true ? 'check' : 'stale' };
};

/** Of every runbook that is meant, each of its labs, those that need least first. */
export const labsFor = (root: string, { slugs, level }: Wanted): Source[] => {
  const meant = slugs.length > 0 ? slugs : readdirSync(join(root, 'runbooks')).toSorted();
  const labs = meant.flatMap((slug) =>
    levelsOf(root, slug)
      .filter((one) => level === undefined || one === level)
      .toReversed()
      .map((one) => ({ root, slug, level: one })),
  );
  return labs.length > 0 ? labs : fail('usage', 'there is no such lab', { hint: 'runbook lab list' });
};

/** How the lines that are printed name a lab. */
export const nameOf = ({ slug, level }: Source): string => `${slug}, level ${level}`;

export const proofFile = ({ root, slug, level }: Source): string => join(runbookDirectory(root, slug), 'proofs', `${level}.json`);

export type Found = { kind: 'missing' } | { kind: 'unreadable' } | { kind: 'found'; proof: Proof; standing: Standing };

/** The proof in the tree, against the files of today. One that cannot be read is to be made again. */
export const findProof = async (source: Source): Promise<Found> => {
  if (!existsSync(proofFile(source))) return { kind: 'missing' };
  const parsed = proofSchema.safeParse(JSON.parse(readFileSync(proofFile(source), 'utf8')));
  if (!parsed.success) return { kind: 'unreadable' };
  return { kind: 'found', proof: parsed.data, standing: standingOf(parsed.data, await boundOf(source)) };
};

export const describeFound = (found: Found): string => {
  if (found.kind === 'missing') return 'there is no proof';
  if (found.kind === 'unreadable') return 'its proof was written in another form';
  const day = found.proof.predicate.kubemend.startedAt.slice(0, 10);
  if (found.standing.kind === 'stale') return `its proof of ${day} is stale: ${found.standing.changed.join(', ')} changed`;
  return found.standing.kind === 'proven' ? `proven on ${day}, and nothing has changed since` : `its proof of ${day} failed`;
};
