/** Without a registry on the internet: one on loopback, and none. What a real stock image does is tried when it is pulled. */
import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { beforeEach, expect, onTestFinished, test, vi } from 'vitest';
import { goProduct } from '../../scripts/cluster/go.ts';
import { make } from '../../scripts/cluster/product.ts';
import type { Product } from '../../scripts/cluster/product.ts';
import { craneProduct, stockNode } from '../../scripts/cluster/stock-image.ts';
import { clusterCache, readPrepared } from '../../src/labs/cluster/prepared.ts';
import { tempDir } from '../helpers/temp-dir.ts';
import { describeCluster, ownLabs } from '../labs/helpers.ts';

const silent = (): void => {};
const image = 'kindest/node:v1.32.2';

beforeEach(() => {
  onTestFinished(() => void vi.unstubAllEnvs());
  ownLabs();
});

const craneCommand = async (): Promise<string> => {
  const go = join(await make(goProduct, silent), 'bin', 'go');
  return join(await make(craneProduct(go), silent), 'crane');
};

/** Served by crane itself, at a port of its choice, until the test ends. */
const registry = async (crane: string): Promise<string> => {
  const server = execa(crane, ['registry', 'serve', '--address', '127.0.0.1:0'], { reject: false });
  onTestFinished(async () => {
    server.kill();
    await server;
  });
  return new Promise((resolve) => {
    server.stderr.on('data', (chunk: Buffer) => {
      const port = /serving on port (\d+)/.exec(chunk.toString())?.[1];
      if (port !== undefined) resolve(`127.0.0.1:${port}`);
    });
  });
};

describeCluster('the stock image of a node', () => {
  /** In the cache, for the engine sees no more of the machine. */
  const build = async (product: Product): Promise<string> => {
    const directory = mkdtempSync(join(clusterCache(), 'test-'));
    onTestFinished(() => rmSync(directory, { recursive: true }));
    await product.build(directory);
    return directory;
  };

  const tried = async (crane: string, mirror: string, reference: string) => {
    vi.stubEnv('KUBEMEND_REGISTRY_MIRROR', mirror);
    const products = (await readPrepared())?.products ?? [];
    const part = (name: string): string => products.find((one) => one.includes(`/${name}/`)) ?? '';
    const parts = { crane, engine: part('root-engine'), proxy: part('root-proxy'), node: part('root-node') };
    const lines: string[] = [];
    const stock = await stockNode(parts, { make: build, say: (line) => lines.push(line) }, reference);
    return { stock, said: lines.at(-1)?.replaceAll(mirror, 'MIRROR') };
  };

  test('is not waited for where no registry answers', async () => {
    const digest = 'a'.repeat(64);
    expect(await tried(await craneCommand(), '127.0.0.1:1', `${image}@sha256:${digest}`)).toMatchInlineSnapshot(`
      {
        "said": "the stock image kindest/node:v1.32.2: cannot be had, built instead: dial tcp MIRROR: connect: connection refused",
        "stock": null,
      }
    `);
  });

  test('is not what a registry merely calls so: one that cannot run as a node is found out', async () => {
    const crane = await craneCommand();
    const mirror = await registry(crane);
    const layer = join(tempDir(), 'layer.tar');
    await execa('tar', ['-C', tempDir(), '-cf', layer, '.']);
    await execa(crane, ['append', '--new_layer', layer, '--new_tag', `${mirror}/${image}`]);
    const { stdout: digest } = await execa(crane, ['digest', `${mirror}/${image}`]);
    expect(await tried(crane, mirror, `${image}@${digest}`)).toMatchInlineSnapshot(`
      {
        "said": "the stock image kindest/node:v1.32.2: cannot be had, built instead: executable file not found in $PATH: unknown.",
        "stock": null,
      }
    `);
  });
});
