/** `runbooks/<slug>/lab/<level>/lab.yaml`, read. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import * as z from 'zod';
import { slugSchema } from '../domain/ids.ts';
import { fail } from '../domain/problem.ts';
import { levels } from '../domain/proof.ts';
import type { Level } from '../domain/proof.ts';
import { labSchema } from './lab-schema.ts';
import type { Cell, Lab } from './lab-schema.ts';

export type { AffectedCell, Cell, Change, ControlCell, Lab, LabScript, Mutation } from './lab-schema.ts';

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

/** The cell that goes through most of the cycle: broken, found, mended, and undone. */
export const fullCell = ({ cells }: Lab): string => {
  const affected = cells.filter((cell) => cell.kind === 'affected');
  return (affected.find(({ undo, resolution }) => undo === 'exact' && resolution === undefined) ?? affected[0] ?? cells[0])?.id ?? '';
};
