/**
 * The stock image of a node, where a registry can be reached: pulled by crane, verified by its digest, and kept in the data directory of an
 * engine, as the image that is built. It serves the labs that ask for the containerd it carries.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ProblemError } from '../../src/domain/problem.ts';
import { cluster, settled } from '../../src/labs/environments/kind/scripts.ts';
import { platform } from './go.ts';
import { goEnvironment } from './modules.ts';
import { share, type Parts } from './node-image.ts';
import { makeOnEngine } from './on-engine.ts';
import type { Product } from './product.ts';
import type { Say } from './progress.ts';
import { run } from './run.ts';
import { versions } from './versions.ts';

const FILES = join(import.meta.dirname, 'stock');
const CRANE = join(import.meta.dirname, 'crane');
const MAKE_MS = 900_000;
/** How long a registry may take to answer, and how long to send an image of 350 MB. */
const ANSWER_SECONDS = 4;
const PULL_SECONDS = 1800;

/** Name, tag and digest. */
type Reference = string;
export type Stock = { image: string; data: string; containerd: string; reference: Reference };
export type StockParts = Omit<Parts, 'built'> & { crane: string };

export const craneProduct = (go: string): Product => ({
  name: 'crane',
  what: 'crane, which pulls images, from its Go module',
  inputs: { go: versions.go.version, sums: readFileSync(join(CRANE, 'go.sum'), 'utf8') },
  usualSeconds: 20,
  build: async (directory) => {
    const flags = ['-mod=readonly', '-trimpath', '-buildvcs=false', '-ldflags', '-s -w', '-o', join(directory, 'crane')];
    await run([go, 'build', ...flags, 'github.com/google/go-containerregistry/cmd/crane'], { cwd: CRANE, env: goEnvironment() });
  },
});

/** `KUBEMEND_REGISTRY_MIRROR`: a host, and port, that has what Docker Hub has. */
const source = (reference: Reference): string => [process.env['KUBEMEND_REGISTRY_MIRROR'] ?? '', reference].filter(Boolean).join('/');

/** The short question first: without a network it is the only one. */
const pull = async (crane: string, reference: Reference, archive: string): Promise<void> => {
  const options = ['--platform', platform().replace('-', '/'), source(reference)];
  await run(['timeout', String(ANSWER_SECONDS), crane, 'manifest', ...options]);
  await run(['timeout', String(PULL_SECONDS), crane, 'pull', ...options, archive]);
};

const imageName = (reference: Reference): string => `kubemend/stock-${reference.replace(/@.*/, '').replace(/.*\//, '')}`;

const build = async (parts: StockParts, reference: Reference, directory: string): Promise<void> => {
  const archive = join(directory, 'image.tar');
  await pull(parts.crane, reference, archive);
  const image = imageName(reference);
  const commands = { cluster, settled, 'node-image': image };
  const env = {
    STOCK: share(archive),
    PROXY_ROOT: share(parts.proxy),
    NODE_ROOT: share(parts.node),
    KUBERNETES_VERSION: versions.kubernetes,
    BUSYBOX_IMAGE: versions.busyboxImage,
    IMAGE: image,
  };
  const making = { name: 'stock-image', root: parts.engine, files: FILES, script: 'make-image', timeoutMs: MAKE_MS, env, commands };
  const printed = await makeOnEngine({ ...making, otherwise: 'it cannot be used here' }, join(directory, 'data'));
  writeFileSync(join(directory, 'containerd'), printed.trim().split('\n').at(-1) ?? '');
  await run(['rm', archive]);
};

const stockProduct = (parts: StockParts, reference: Reference): Product => ({
  name: 'stock-node',
  what: `the stock image ${reference.replace(/@.*/, '')}`,
  inputs: { reference, parts, files: readdirSync(FILES).map((name) => readFileSync(join(FILES, name), 'utf8')), cluster, settled },
  usualSeconds: 120,
  build: (directory) => build(parts, reference, directory),
});

/** Of a failed command its last words, without the address that it asked; one that was cut off has none. */
const inOneLine = (message: string): string => {
  const [first = '', ...said] = message.trim().split('\n');
  const last =
    said
      .at(-1)
      ?.replace(/^.*"[^"]*": /, '')
      .trim() ?? '';
  return last || (first.startsWith('timeout ') ? `no answer within ${ANSWER_SECONDS} s` : first);
};

/** Null, and said why, where it cannot be had or does not work: then what is built serves. */
export const stockNode = async (
  parts: StockParts,
  { make, say }: { make: (product: Product) => Promise<string>; say: Say },
  reference: Reference = versions.stockNode,
): Promise<Stock | null> => {
  const product = stockProduct(parts, reference);
  try {
    const directory = await make(product);
    const containerd = readFileSync(join(directory, 'containerd'), 'utf8');
    return { image: imageName(reference), data: join(directory, 'data'), containerd, reference };
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    say(`${product.what}: cannot be had, built instead: ${inOneLine(error.problem.message)}`);
    return null;
  }
};
