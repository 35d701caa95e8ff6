import { mkdirSync, readdirSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, expect, test, vi } from 'vitest';
import { prune } from '../../scripts/cluster/prune.ts';
import { clusterCache, preparedFile } from '../../src/labs/cluster/prepared.ts';
import { tempDir } from '../helpers/temp-dir.ts';

beforeEach(() => {
  vi.stubEnv('XDG_CACHE_HOME', tempDir());
  mkdirSync(clusterCache(), { recursive: true });
  return () => vi.unstubAllEnvs();
});

const digest = (letter: string): string => letter.repeat(16);

const product = (name: string, letter: string, suffix = ''): string => {
  const directory = join(clusterCache(), name, `${digest(letter)}${suffix}`);
  mkdirSync(directory, { recursive: true });
  return directory;
};

/** Made so many days ago. */
const preparation = (letter: string, days: number, products: string[]): void => {
  const root = { directory: '/', versions: {} };
  const file = preparedFile(digest(letter));
  writeFileSync(file, JSON.stringify({ schema: 5, root, engines: {}, nodes: {}, extras: {}, products }));
  const seconds = Date.now() / 1000 - days * 86_400;
  utimesSync(file, seconds, seconds);
};

const left = (): string[] =>
  readdirSync(clusterCache(), { recursive: true, encoding: 'utf8' })
    .filter((path) => /[0-9a-f]{16}/.test(path))
    .toSorted();

test('what the current and the previous preparation are made of stays; what was before goes, and what was interrupted', () => {
  preparation('a', 0, [product('node', 'a'), product('root', 'c')]);
  preparation('b', 1, [product('node', 'b'), product('root', 'c')]);
  preparation('d', 2, [product('node', 'd'), product('root', 'd')]);
  product('node', 'e', '.partial');
  product('go', 'f');
  const removed: string[] = [];
  prune((line) => removed.push(line.replace(`${clusterCache()}/`, '')));
  expect(left()).toMatchInlineSnapshot(`
    [
      "node/aaaaaaaaaaaaaaaa",
      "node/bbbbbbbbbbbbbbbb",
      "prepared-aaaaaaaaaaaaaaaa.json",
      "prepared-bbbbbbbbbbbbbbbb.json",
      "root/cccccccccccccccc",
    ]
  `);
  expect(removed.toSorted()).toMatchInlineSnapshot(`
    [
      "removed go/ffffffffffffffff",
      "removed node/dddddddddddddddd",
      "removed node/eeeeeeeeeeeeeeee.partial",
      "removed prepared-dddddddddddddddd.json",
      "removed root/dddddddddddddddd",
    ]
  `);
});

test('what is no product of a preparation is not touched: the modules and the build cache of Go, the packages of Debian', () => {
  for (const path of ['go/mod/cache', 'go/build/00', 'packages/trixie']) mkdirSync(join(clusterCache(), path), { recursive: true });
  preparation('a', 0, []);
  prune(() => {});
  expect(readdirSync(clusterCache(), { recursive: true })).toEqual(
    expect.arrayContaining(['go/mod/cache', 'go/build/00', 'packages/trixie']),
  );
});
