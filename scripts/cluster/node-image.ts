/** The image of a node, in the data directory of an engine: it is made by an engine like that of a lab, which leaves it behind. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fail } from '../../src/domain/problem.ts';
import { clusterCache } from '../../src/labs/cluster/prepared.ts';
import { choices } from './choices.ts';
import { partName } from './modules.ts';
import { makeOnEngine } from './on-engine.ts';
import type { Product } from './product.ts';
import { versions } from './versions.ts';

const FILES = join(import.meta.dirname, 'node');
const MAKE_MS = 1_200_000;

/** Directories of the cache. `built`: by `<name>-<version>`. */
export type Parts = Record<'engine' | 'proxy' | 'node', string> & { built: Record<string, string> };

export const nodeImage = (containerd: string): string => `kubemend/node:v${versions.kubernetes}-containerd-${containerd}`;

/** Where an engine that prepares sees the cache. */
export const share = (path: string): string => join('/srv/share', relative(clusterCache(), path));

export const builtPart = ({ built }: Parts, name: string, version: string): string =>
  built[partName({ name, version })] ?? fail('internal', `${name} ${version} was not built`);

const built = (parts: Parts, name: string, version: string): string => share(builtPart(parts, name, version));

/** The first of the table, and those of the others that no stock image carries. */
const [first] = choices.containerd;
const othersOf = (parts: Parts): string[] =>
  choices.containerd.slice(1).filter((version) => partName({ name: 'containerd', version }) in parts.built);
export const builtContainerds = (parts: Parts): string[] => [first, ...othersOf(parts)];

const settingsFor = (parts: Parts): Record<string, string> => ({
  KUBERNETES: built(parts, 'kubernetes', versions.kubernetes),
  COREDNS: built(parts, 'coredns', versions.coredns),
  CONTAINERD: built(parts, 'containerd', first),
  PAUSE: built(parts, 'pause', versions.pause),
  PROXY_ROOT: share(parts.proxy),
  NODE_ROOT: share(parts.node),
  KUBERNETES_VERSION: versions.kubernetes,
  COREDNS_VERSION: versions.coredns,
  PAUSE_VERSION: versions.pause,
  ETCD_IMAGE: versions.etcdImage,
  BUSYBOX_IMAGE: versions.busyboxImage,
  IMAGE: nodeImage(first),
  OTHERS: othersOf(parts)
    .map((version) => `${nodeImage(version)} ${built(parts, 'containerd', version)}`)
    .join('\n'),
});

const build = async (parts: Parts, directory: string): Promise<void> => {
  const making = {
    name: 'node-image',
    root: parts.engine,
    files: FILES,
    script: 'make-images',
    timeoutMs: MAKE_MS,
    env: settingsFor(parts),
  };
  await makeOnEngine({ ...making, otherwise: 'the image of the node was not made' }, directory);
};

const filesOf = (): [string, string][] =>
  readdirSync(FILES)
    .toSorted()
    .map((name) => [name, readFileSync(join(FILES, name), 'utf8')]);

export const nodeImageProduct = (parts: Parts): Product => ({
  name: `node-${versions.kubernetes}`,
  what: `the images of a node with Kubernetes ${versions.kubernetes} and containerd ${builtContainerds(parts).join(', ')}`,
  inputs: { settings: settingsFor(parts), engine: parts.engine, files: filesOf() },
  usualSeconds: 60,
  build: (directory) => build(parts, directory),
});
