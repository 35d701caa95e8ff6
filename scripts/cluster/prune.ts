/**
 * What of the cache can go: preparations before the previous one, and products that neither the current nor the previous was made of. The
 * previous may be that of another checkout. What a standing lab lives in stays: the kernel tells of its root.
 */
import { readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { clusterCache, preparedSchema } from '../../src/labs/cluster/prepared.ts';

const KEPT = 2;
const PREPARED = /^prepared-[0-9a-f]{16}\.json$/;
const PRODUCT = /^[0-9a-f]{16}(?:\.partial)?$/;

const matching = (directory: string, pattern: RegExp): string[] =>
  readdirSync(directory).flatMap((name) => (pattern.test(name) ? [join(directory, name)] : []));

const newestFirst = (files: string[]): string[] => files.toSorted((one, other) => statSync(other).mtimeMs - statSync(one).mtimeMs);

/** One that another version wrote names nothing that this one knows. */
const productsOf = (file: string): string[] => {
  const prepared = preparedSchema.safeParse(JSON.parse(readFileSync(file, 'utf8')));
  return prepared.success ? prepared.data.products : [];
};

const textOf = (file: string): string => {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
};

/** All mounts of all processes: a lab's are in a namespace of its own. */
const mounts = (): string =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((pid) => textOf(`/proc/${pid}/mountinfo`))
    .join('');

/** Files and directories of the cache, to be called while nothing is prepared. */
export const superfluous = (): string[] => {
  const cache = clusterCache();
  const prepared = newestFirst(matching(cache, PREPARED));
  const kept = new Set(prepared.slice(0, KEPT).flatMap(productsOf));
  const mounted = mounts();
  const products = readdirSync(cache, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .flatMap(({ name }) => matching(join(cache, name), PRODUCT));
  return [...prepared.slice(KEPT), ...products.filter((one) => !kept.has(one) && !mounted.includes(one))];
};

/** Preparations go first: one that is left names only what is there. */
export const prune = (say: (line: string) => void): void => {
  for (const path of superfluous()) {
    rmSync(path, { recursive: true, force: true });
    say(`removed ${path}`);
  }
};
