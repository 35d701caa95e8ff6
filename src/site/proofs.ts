/** The proofs of a runbook, and whether they still speak of today's files. */
import { glob, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { boundNow } from '../catalog/bound.ts';
import { readFormer, type FormerProof } from '../domain/former-proof.ts';
import { levels, proofSchema, standingOf, type Proof, type Standing } from '../domain/proof.ts';
import type { Runbook } from '../domain/runbook.ts';

export type Proven = { proof: Proof; standing: Standing };

const filesBelow = async (folder: string, pattern: string): Promise<string[]> => {
  const files = await Array.fromAsync(glob(pattern, { cwd: folder, withFileTypes: true }));
  return files.filter((file) => file.isFile()).map((file) => join(file.parentPath, file.name));
};

const readProof = async (file: string): Promise<Proof> => proofSchema.parse(JSON.parse(await readFile(file, 'utf8')));

/** Those that still hold before those that do not, the most real of them first, then the newest. */
const better = (a: Proven, b: Proven): number => {
  const rank = ({ standing }: Proven): number => ['proven', 'failed', 'stale'].indexOf(standing.kind);
  const startedAt = ({ proof }: Proven): string => proof.predicate.kubemend.startedAt;
  const level = ({ proof }: Proven): number => levels.indexOf(proof.predicate.kubemend.level);
  return rank(a) - rank(b) || level(a) - level(b) || startedAt(b).localeCompare(startedAt(a));
};

/** `KUBEMEND_PROOFS` names a folder of proofs that are not in the tree: a demo shows the one it has just made. */
const proofsBeside = (slug: string): string[] =>
  process.env['KUBEMEND_PROOFS'] === undefined ? [] : [join(process.env['KUBEMEND_PROOFS'], slug)];

export const loadProofs = async (runbook: Runbook, folder: string): Promise<Proven[]> => {
  const folders = [join(folder, 'proofs'), ...proofsBeside(runbook.slug)];
  const files = (await Promise.all(folders.map((one) => filesBelow(one, '*.json')))).flat();
  if (files.length === 0) return [];
  const proofs = await Promise.all(files.map(readProof));
  const stands = async (proof: Proof): Promise<Proven> => {
    const now = await boundNow(runbook, folder, proof.predicate.kubemend.level);
    return { proof, standing: standingOf(proof, now) };
  };
  return (await Promise.all(proofs.map(stands))).toSorted(better);
};

/** What is known of the proofs before those, the newest first. */
export const loadFormer = async (folder: string): Promise<FormerProof[]> => {
  const [file] = await filesBelow(join(folder, 'proofs'), 'former.jsonl');
  const all = file === undefined ? [] : readFormer(await readFile(file, 'utf8'));
  return all.toSorted((a, b) => b.startedAt.localeCompare(a.startedAt));
};
