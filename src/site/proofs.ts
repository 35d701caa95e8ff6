/** The proofs of a runbook, and whether they still speak of today's files. */
import { createHash } from 'node:crypto';
import { glob, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runbookDigest } from '../domain/digest.ts';
import { proofSchema, standingOf, type Bound, type Proof, type Standing } from '../domain/proof.ts';
import type { Runbook } from '../domain/runbook.ts';

export type Proven = { proof: Proof; standing: Standing };

const filesBelow = async (folder: string, pattern: string): Promise<string[]> => {
  const files = await Array.fromAsync(glob(pattern, { cwd: folder, withFileTypes: true }));
  return files
    .filter((file) => file.isFile())
    .map((file) => join(file.parentPath, file.name))
    .toSorted();
};

/** SHA-256 over the sorted relative paths and the contents of the files of a lab. */
export const labDigest = async (folder: string): Promise<string> => {
  const hash = createHash('sha256');
  for (const file of await filesBelow(folder, '**/*'))
    hash
      .update(`${file.slice(folder.length + 1)}\0`)
      .update(await readFile(file))
      .update('\0');
  return hash.digest('hex');
};

export const digestsNow = async (runbook: Runbook, folder: string): Promise<Bound> => ({
  runbook: await runbookDigest(runbook),
  lab: await labDigest(join(folder, 'lab')),
});

const readProof = async (file: string): Promise<Proof> => proofSchema.parse(JSON.parse(await readFile(file, 'utf8')));

/** Newest first; those that still hold before those that do not. */
const better = (a: Proven, b: Proven): number => {
  const rank = ({ standing }: Proven): number => ['proven', 'failed', 'stale'].indexOf(standing.kind);
  const startedAt = ({ proof }: Proven): string => proof.predicate.kubemend.startedAt;
  return rank(a) - rank(b) || startedAt(b).localeCompare(startedAt(a));
};

export const loadProofs = async (runbook: Runbook, folder: string): Promise<Proven[]> => {
  const files = await filesBelow(join(folder, 'proofs'), '*.json');
  if (files.length === 0) return [];
  const now = await digestsNow(runbook, folder);
  const proofs = await Promise.all(files.map(readProof));
  return proofs.map((proof) => ({ proof, standing: standingOf(proof, now) })).toSorted(better);
};
