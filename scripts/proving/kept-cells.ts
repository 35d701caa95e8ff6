/**
 * Cells that passed, kept until the proof of them all is whole: `<state>/prove/<slug>-<level>/<digest of what it is bound to>/<cell>.json`.
 * So a run of hours may be interrupted, or fail at its end, and goes on where it was. What failed is never kept.
 */
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import * as z from 'zod';
import { canonicalJson, sha256 } from '../../src/domain/digest.ts';
import { cellRecordSchema, checkRecordSchema, lookedForSchema } from '../../src/domain/proof.ts';
import { stateDirectory } from '../../src/journal/writer.ts';
import type { Source } from '../../src/labs/definition.ts';
import type { CellResult } from '../../src/labs/proof.ts';
import type { KeptCells } from '../../src/labs/run-lab.ts';
import { boundOf } from './bound-of.ts';

const resultSchema = z.strictObject({
  cell: cellRecordSchema,
  checks: z.array(checkRecordSchema),
  lookedFor: z.array(lookedForSchema),
});

export const proveState = (): string => join(stateDirectory(process.env, homedir()), 'prove');

const directoryOf = ({ slug, level }: Source): string => join(proveState(), `${slug}-${level}`);

/** Whole or not at all, whenever this is killed. */
export const writeWhole = (file: string, value: unknown): void => {
  writeFileSync(`${file}.new`, `${JSON.stringify(value, null, 2)}\n`, { flush: true });
  renameSync(`${file}.new`, file);
};

/** What was half written, or by another version, counts for nothing. */
const parsed = (file: string): CellResult | null => {
  try {
    return resultSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return null;
  }
};

/** For the files of now; what ran while they were changed is not kept. `since`: cells begun before this moment are run again. */
export const keptCells = async (source: Source, since: string): Promise<KeptCells> => {
  const bound = await boundOf(source);
  const directory = join(directoryOf(source), (await sha256(canonicalJson(bound))).slice(0, 16));
  const fileOf = (cell: string): string => join(directory, `${cell}.json`);
  const read = (cell: string): CellResult | null => {
    const result = existsSync(fileOf(cell)) ? parsed(fileOf(cell)) : null;
    return result !== null && result.cell.startedAt >= since ? result : null;
  };
  const write = async (result: CellResult): Promise<void> => {
    if (canonicalJson(await boundOf(source)) !== canonicalJson(bound)) return;
    mkdirSync(directory, { recursive: true });
    writeWhole(fileOf(result.cell.id), result);
  };
  return { read, write };
};

/** Of these files and of former ones. */
export const forgetCells = (source: Source): void => rmSync(directoryOf(source), { recursive: true, force: true });
