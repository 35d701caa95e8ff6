/** The image of a node, in the data directory of an engine: it is made by an engine like that of a lab, which leaves it behind. */
import { readdirSync, readFileSync, rmdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fail } from '../../src/domain/problem.ts';
import { clusterCache } from '../../src/labs/cluster/prepared.ts';
import { engineDown, engineUp, exec, must } from '../../src/labs/environments/docker/engine.ts';
import { stopEngine } from '../../src/labs/environments/docker/scripts.ts';
import { directoryOf, newRecord, tidy } from '../../src/labs/state.ts';
import { choices } from './choices.ts';
import { partName } from './modules.ts';
import type { Product } from './product.ts';
import { run } from './run.ts';
import { versions } from './versions.ts';

const FILES = join(import.meta.dirname, 'node');
const MAKE_MS = 1_200_000;
const STOP_MS = 60_000;

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

/** Where Debian has its dockerd. */
export const daemonOf = (root: string): string => join(root, 'usr/sbin');

/** The cache may be on another file system than the labs. */
const moveTo = async (directory: string, from: string): Promise<void> => {
  rmdirSync(directory);
  await run(['mv', from, directory]);
};

/** A record as of a lab, so that `runbook lab down` takes away what an interrupted preparation leaves. */
const build = async (parts: Parts, directory: string): Promise<void> => {
  const record = newRecord({ slug: 'node-image', level: 'cluster', cell: 'image', environment: 'docker', settings: {} });
  try {
    const version = versions.debianDocker;
    await engineUp(record, {
      root: parts.engine,
      engines: { [version]: daemonOf(parts.engine) },
      version,
      files: FILES,
      share: clusterCache(),
    });
    const made = await exec(record, 'bash /opt/kubemend-lab/make-images', { timeoutMs: MAKE_MS, env: settingsFor(parts) });
    must('the image of the node was not made', made);
    must('the engine that made it did not end', await exec(record, stopEngine, { timeoutMs: STOP_MS }));
    await moveTo(directory, join(directoryOf(record.instance), 'data'));
  } finally {
    await engineDown(record);
    tidy();
  }
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
