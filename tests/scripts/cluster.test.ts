import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { locked } from '../../scripts/cluster/lock.ts';
import { modules } from '../../scripts/cluster/modules.ts';
import { make } from '../../scripts/cluster/product.ts';
import type { Product } from '../../scripts/cluster/product.ts';
import { clusterCache } from '../../src/labs/cluster/prepared.ts';
import { tempDir } from '../helpers/temp-dir.ts';

const SCRIPTS = join(import.meta.dirname, '../../scripts/cluster');
const silent = (): void => {};

beforeEach(() => {
  vi.stubEnv('XDG_CACHE_HOME', tempDir());
  return () => vi.unstubAllEnvs();
});

describe('something that is made once', () => {
  const product = (build: (directory: string) => Promise<void>, inputs: unknown = 1): Product => {
    const about = { name: 'thing', what: 'a thing', usualSeconds: 1 };
    return { ...about, inputs, build };
  };
  const write = async (directory: string): Promise<void> => writeFileSync(join(directory, 'file'), 'whole');

  test('is made again only when its inputs differ', async () => {
    const build = vi.fn(write);
    const first = await make(product(build), silent);
    expect(await make(product(build), silent)).toBe(first);
    expect(build).toHaveBeenCalledTimes(1);
    expect(await make(product(build, 2), silent)).not.toBe(first);
  });

  test('is never taken for whole when its making was interrupted', async () => {
    const half = async (directory: string): Promise<void> => {
      await write(directory);
      throw new Error('interrupted');
    };
    await expect(make(product(half), silent)).rejects.toThrow('interrupted');
    const build = vi.fn(async (directory: string) => expect(readdirSync(directory)).toEqual([]));
    await make(product(build), silent);
    expect(build).toHaveBeenCalledTimes(1);
  });

  test('says what it does, how long it takes, and when it is done', async () => {
    const lines: string[] = [];
    await make(product(write), (line) => lines.push(line));
    await make(product(write), (line) => lines.push(line));
    expect(lines).toEqual(['a thing: begun, usually 1 s on two cores', 'a thing: done in 0 s', 'a thing: there already']);
  });
});

describe('two preparations at once', () => {
  test('go one after the other, and the second says for whom it waits', async () => {
    const order: string[] = [];
    const said: string[] = [];
    let release = (): void => {};
    const first = locked(clusterCache(), silent, async () => {
      await new Promise<void>((resolve) => (release = resolve));
      order.push('first');
    });
    const second = locked(
      clusterCache(),
      (line) => said.push(line),
      async () => void order.push('second'),
    );
    await vi.waitUntil(() => said.length > 0);
    release();
    await Promise.all([first, second]);
    expect(order).toEqual(['first', 'second']);
    expect(said).toEqual([expect.stringContaining(`process ${process.pid}`)]);
    expect(existsSync(join(clusterCache(), 'lock'))).toBe(false);
  });

  test('one that was killed holds nobody up', async () => {
    mkdirSync(clusterCache(), { recursive: true });
    writeFileSync(join(clusterCache(), 'lock'), `${process.pid} 1`);
    expect(await locked(clusterCache(), silent, async () => 'mine')).toBe('mine');
  });
});

describe('what is built', () => {
  test.each(modules.map(({ name, version }) => [name, version]))('%s is pinned at %s', (name, version) => {
    const directory = join(SCRIPTS, 'modules', `${name}-${version}`);
    const source = readFileSync(join(directory, 'go.mod'), 'utf8');
    if (name === 'pause') return;
    expect(`${source} `).toMatch(new RegExp(`/${name}(?:/v2)? v${version.replaceAll('.', '[.]')}([+]incompatible)?\\s`));
    expect(readFileSync(join(directory, 'go.sum'), 'utf8')).toMatch(
      new RegExp(` v${version.replaceAll('.', '[.]')}([+]incompatible)? h1:`),
    );
  });

  test('names no host to get anything from: the machine knows its own', () => {
    const files = readdirSync(SCRIPTS, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    const texts = files.map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'));
    expect(texts.filter((text) => /https?:\/\/|debian\.org|proxy\.golang/.test(text))).toEqual([]);
  });
});
