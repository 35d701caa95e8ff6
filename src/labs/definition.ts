/** `runbooks/<slug>/lab/<level>/lab.yaml`: how one failure is made and unmade, where, and what must catch a runbook that lies. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import * as z from 'zod';
import { slugSchema, stepIdSchema } from '../domain/ids.ts';
import { fail } from '../domain/problem.ts';
import { causeSchema, levels, levelSchema } from '../domain/proof.ts';
import type { Level } from '../domain/proof.ts';
import { patternSchema } from '../domain/step.ts';
import { environmentNames } from './environments/index.ts';

const id = stepIdSchema;
const text = z.string().min(1);
const ports = z.array(z.int().min(1).max(65_535));

const common = { id, title: text, settings: z.record(text, z.string()).default({}), answers: ports };

const controlSchema = z.strictObject({
  ...common,
  kind: z.literal('control'),
  /** What makes the fault elsewhere is done here as well, and must not make it. */
  injected: z.boolean().default(false),
});

const affectedSchema = z.strictObject({
  ...common,
  kind: z.literal('affected'),
  /** Ports that must not answer after the injection; by default all that are to be restored. */
  broken: ports.optional(),
  /** Ports that must answer after the fix; by default those that answered before the injection. */
  restored: ports.optional(),
  /** Which way to fix; by default the recommended one. */
  resolution: id.optional(),
  /** A way that cannot be taken back exactly says why, and its undo is not tried. */
  undo: z.union([z.literal('exact'), z.strictObject({ none: text })]).default('exact'),
  /** A way after which the node goes on moving by itself says why, and its reading steps are not watched. */
  untouched: z.union([z.literal('exact'), z.strictObject({ none: text })]).default('exact'),
  /** `short`: the verify's times are cut, see `times` in runbook.json for the real ones. */
  times: z.enum(['real', 'short']).default('short'),
});

const changeSchema = z.union([
  z.strictObject({ fix: text }).describe('One action with this script instead of those of the resolution.'),
  z.strictObject({ step: id, script: text, present: patternSchema.optional(), absent: patternSchema.optional() }),
]);

const mutationSchema = z.strictObject({
  id,
  title: text,
  cell: id,
  change: changeSchema,
  caughtBy: text.describe('The id of the check, such as verify/<step>.'),
});

export const labSchema = z
  .strictObject({
    environment: z.enum(environmentNames),
    level: levelSchema,
    cause: causeSchema,
    notReal: z.array(text),
    needs: z.record(text, text).default({}).describe('Path of a program or file → how to get it.'),
    versions: z.record(text, text).default({}).describe('Component → a script that prints its version on the node.'),
    scripts: z.strictObject({ up: text, inject: text }),
    settings: z.record(text, z.string()).default({}),
    cells: z.array(z.discriminatedUnion('kind', [controlSchema, affectedSchema])).min(2),
    mutations: z.array(mutationSchema).default([]),
  })
  .superRefine((lab, context) => {
    const cells = lab.cells.map((cell) => cell.id);
    const all = [...cells, ...lab.mutations.map((mutation) => mutation.id)];
    for (const name of all.filter((one, index) => all.indexOf(one) !== index)) context.addIssue(`the id ${name} is used twice`);
    for (const { id: name, cell } of lab.mutations)
      if (!cells.includes(cell)) context.addIssue(`the mutation ${name} names no cell: ${cell}`);
  });

export type Lab = z.output<typeof labSchema>;
export type Cell = Lab['cells'][number];
export type AffectedCell = Extract<Cell, { kind: 'affected' }>;
export type Mutation = Lab['mutations'][number];
export type Change = Mutation['change'];

/** Where the labs and runbooks of a slug lie in a checkout. */
export const runbookDirectory = (root: string, slug: string): string => join(root, 'runbooks', slugSchema.parse(slug));
/** Which lab of which checkout. */
export type Source = { root: string; slug: string; level: Level };

export const labDirectory = ({ root, slug, level }: Source): string => join(runbookDirectory(root, slug), 'lab', level);
const labFile = (source: Source): string => join(labDirectory(source), 'lab.yaml');

/** The levels at which a runbook has a lab, the most real first. */
export const levelsOf = (root: string, slug: string): Level[] => levels.filter((level) => existsSync(labFile({ root, slug, level })));

/** The lab that is meant when no level is said: the one that needs least of the machine. */
export const usualLevel = (root: string, slug: string): Level => levelsOf(root, slug).at(-1) ?? 'component';

export const parseLab = (source: string, file: string): Lab => {
  const parsed = labSchema.safeParse(parse(source, { maxAliasCount: 0 }));
  return parsed.success ? parsed.data : fail('invalid-content', `${file} is not a lab:\n${z.prettifyError(parsed.error)}`);
};

const absent = ({ root, slug, level }: Source): never => {
  const others = levelsOf(root, slug);
  return others.length === 0
    ? fail('needs-checkout', `${slug} has no lab below ${runbookDirectory(root, slug)}`, { hint: 'run it in a checkout of the project' })
    : fail('usage', `${slug} has no lab of the level ${level}`, { hint: `its levels are ${others.join(', ')}` });
};

export const readLab = (source: Source): Lab => {
  const file = labFile(source);
  if (!existsSync(file)) return absent(source);
  const lab = parseLab(readFileSync(file, 'utf8'), file);
  return lab.level === source.level ? lab : fail('invalid-content', `${file} says level ${lab.level}, and lies under ${source.level}`);
};

/** What a cell's scripts see: the lab's settings, those of the cell winning. */
export const settingsOf = (lab: Lab, cell: Cell): Record<string, string> => ({ ...lab.settings, ...cell.settings });
export const cellOf = (lab: Lab, wanted: string): Cell =>
  lab.cells.find((cell) => cell.id === wanted) ??
  fail('usage', `the lab has no cell ${wanted}`, { hint: lab.cells.map((cell) => cell.id).join(', ') });
