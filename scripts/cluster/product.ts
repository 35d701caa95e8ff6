/**
 * Something that is made once and kept: `<cache>/<name>/<digest of its inputs>/`. It is made beside that place and moved there when
 * it is whole, so an interrupted one is never taken for it.
 */
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { canonicalJson, sha256 } from '../../src/domain/digest.ts';
import { clusterCache } from '../../src/labs/cluster/prepared.ts';
import { timed, type Say } from './progress.ts';

export type Product = {
  name: string;
  /** Told of while it is made. */
  what: string;
  /** Whatever it depends on, as data. */
  inputs: unknown;
  usualSeconds: number;
  build: (directory: string) => Promise<void>;
};

/** As a preparation makes it, which notes what it was made of. */
export type Make = (product: Product) => Promise<string>;

export const make = async ({ name, what, inputs, usualSeconds, build }: Product, say: Say): Promise<string> => {
  const directory = join(clusterCache(), name, (await sha256(canonicalJson(inputs))).slice(0, 16));
  if (existsSync(directory)) {
    say(`${what}: there already`);
    return directory;
  }
  const partial = `${directory}.partial`;
  rmSync(partial, { recursive: true, force: true });
  mkdirSync(dirname(directory), { recursive: true });
  mkdirSync(partial);
  await timed({ what, usualSeconds, say }, () => build(partial));
  renameSync(partial, directory);
  return directory;
};
