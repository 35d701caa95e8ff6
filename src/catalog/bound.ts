/** What a proof is bound to, as the files are now: one function for whoever makes a proof and whoever asks whether it still holds. */
import { join } from 'node:path';
import { parse } from 'yaml';
import * as z from 'zod';
import { runbookDigest } from '../domain/digest.ts';
import { folderDigest } from '../domain/folder-digest.ts';
import type { FolderFile } from '../domain/folder-digest.ts';
import { partsUsed } from '../domain/parts-used.ts';
import type { Bound, Level } from '../domain/proof.ts';
import type { Runbook } from '../domain/runbook.ts';
import { readFilesBelow } from './folder-files.ts';

const settings = z.record(z.string(), z.string()).default({});
/** All that matters here of lab.yaml; what it must be besides is for the labs to say. */
const settingsSchema = z.object({ settings, cells: z.array(z.object({ settings })).default([]) });

const settingsOf = (lab: readonly FolderFile[]): Record<string, string>[] => {
  const source = lab.find(({ path }) => path === 'lab.yaml')?.content ?? '';
  const parsed = settingsSchema.safeParse(parse(source, { maxAliasCount: 0 }) ?? {});
  if (!parsed.success) return [];
  const { settings: common, cells } = parsed.data;
  return [common, ...cells.map((cell) => ({ ...common, ...cell.settings }))];
};

/** `folder`: runbooks/<slug> of a checkout. `versions` is there only for a lab that asks for something of scripts/cluster/. */
export const boundNow = async (runbook: Runbook, folder: string, level: Level): Promise<Bound> => {
  const lab = readFilesBelow(join(folder, 'lab', level));
  const parts = partsUsed(readFilesBelow(join(folder, '../../scripts/cluster')), settingsOf(lab));
  return {
    runbook: await runbookDigest(runbook),
    lab: await folderDigest(lab),
    ...(parts.length > 0 && { versions: await folderDigest(parts) }),
  };
};
