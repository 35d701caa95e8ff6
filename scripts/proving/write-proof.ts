/** A new proof into the tree; of the one it replaces a line is kept. */
import { appendFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { formerLine, formerOf, readFormer } from '../../src/domain/former-proof.ts';
import type { Proof } from '../../src/domain/proof.ts';
import type { Source } from '../../src/labs/definition.ts';
import { writeWhole } from './kept-cells.ts';
import { findProof, proofFile } from './wanted.ts';

export const formerFile = (source: Source): string => join(dirname(proofFile(source)), 'former.jsonl');

/** Once, also when this was killed between the two files. What cannot be read any more is nothing to tell of. */
const keepLine = async (source: Source): Promise<void> => {
  const found = await findProof(source);
  if (found.kind !== 'found') return;
  const file = formerFile(source);
  const line = formerLine(formerOf(found.proof));
  const known = existsSync(file) ? readFormer(readFileSync(file, 'utf8')).map(formerLine) : [];
  if (!known.includes(line)) appendFileSync(file, line);
};

export const writeProof = async (source: Source, proof: Proof): Promise<void> => {
  await keepLine(source);
  mkdirSync(dirname(proofFile(source)), { recursive: true });
  writeWhole(proofFile(source), proof);
};
