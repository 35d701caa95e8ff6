/** The image of a node, in the data directory of an engine: it is made by an engine like that of a lab, which leaves it behind. */
import { readdirSync, readFileSync, renameSync, rmdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fail } from '../../src/domain/problem.ts';
import { clusterCache } from '../../src/labs/cluster/prepared.ts';
import { engineDown, engineUp, exec, must } from '../../src/labs/environments/docker/engine.ts';
import { stopEngine } from '../../src/labs/environments/docker/scripts.ts';
import { directoryOf, newRecord, tidy } from '../../src/labs/state.ts';
import type { Product } from './product.ts';
import { versions } from './versions.ts';

const FILES = join(import.meta.dirname, 'node');
const MAKE_MS = 1_200_000;
const STOP_MS = 60_000;

/** Directories of the cache. `built`: by `<name>-<version>`. */
export type Parts = Record<'engine' | 'proxy' | 'node', string> & { built: Record<string, string> };

export const nodeImage = (): string => `kubemend/node:v${versions.kubernetes}`;

const share = (path: string): string => join('/srv/share', relative(clusterCache(), path));
const built = (parts: Parts, name: 'kubernetes' | 'coredns' | 'containerd' | 'pause'): string =>
  share(parts.built[`${name}-${versions[name]}`] ?? fail('internal', `${name} was not built`));

const settingsFor = (parts: Parts): Record<string, string> => ({
  KUBERNETES: built(parts, 'kubernetes'),
  COREDNS: built(parts, 'coredns'),
  CONTAINERD: built(parts, 'containerd'),
  PAUSE: built(parts, 'pause'),
  PROXY_ROOT: share(parts.proxy),
  NODE_ROOT: share(parts.node),
  KUBERNETES_VERSION: versions.kubernetes,
  COREDNS_VERSION: versions.coredns,
  PAUSE_VERSION: versions.pause,
  ETCD_IMAGE: versions.etcdImage,
  BUSYBOX_IMAGE: versions.busyboxImage,
  IMAGE: nodeImage(),
});

/** Where Debian has its dockerd. */
export const daemonOf = (root: string): string => join(root, 'usr/sbin');

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
    rmdirSync(directory);
    renameSync(join(directoryOf(record.instance), 'data'), directory);
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
  what: `the image of a node with Kubernetes ${versions.kubernetes} and containerd ${versions.containerd}`,
  inputs: { settings: settingsFor(parts), engine: parts.engine, files: filesOf() },
  usualSeconds: 60,
  build: (directory) => build(parts, directory),
});
