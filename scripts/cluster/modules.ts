/** What is built from Go modules. A build never resolves versions: go.mod and go.sum are committed, and -mod=readonly holds to them. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { clusterCache } from '../../src/labs/cluster/prepared.ts';
import { choices } from './choices.ts';
import type { Product } from './product.ts';
import { run } from './run.ts';
import { kubernetesCommands, versions } from './versions.ts';

const MODULES = join(import.meta.dirname, 'modules');

/** `packages`: what is compiled, each to a program named as its last part, or as here. */
type Module = { name: string; version: string; packages: Record<string, string>; flags: string[]; usualSeconds: number };

const kubernetes = (version: string): Module => {
  const [major = '', minor = ''] = version.split('.');
  const stamp = 'k8s.io/component-base/version';
  return {
    name: 'kubernetes',
    version,
    packages: Object.fromEntries(kubernetesCommands.map((command) => [command, `k8s.io/kubernetes/cmd/${command}`])),
    // Without a version kubeadm refuses to work.
    flags: ['-ldflags', `-s -w -X ${stamp}.gitVersion=v${version} -X ${stamp}.gitMajor=${major} -X ${stamp}.gitMinor=${minor}`],
    usualSeconds: 500,
  };
};

/** K3s's builds (`-k3s`) replace the module by its fork and link the plugins themselves: main.go beside their go.mod. */
const containerd = (version: string): Module => {
  const root = `github.com/containerd/containerd${version.startsWith('2.') ? '/v2' : ''}`;
  const main = version.includes('-k3s') ? '.' : `${root}/cmd/containerd`;
  return {
    name: 'containerd',
    version,
    packages: { containerd: main, ...Object.fromEntries(['ctr', 'containerd-shim-runc-v2'].map((name) => [name, `${root}/cmd/${name}`])) },
    flags: ['-tags', 'no_btrfs no_zfs no_devmapper', '-ldflags', `-s -w -X ${root}/version.Version=v${version}`],
    usualSeconds: 80,
  };
};

/** A module without go.mod: its vendor.mod names the versions, and Go takes it for one of 1.16, a language without generics. */
const docker = (version: string): Module => {
  const root = 'github.com/docker/docker';
  return {
    name: 'docker',
    version,
    packages: { dockerd: `${root}/cmd/dockerd` },
    flags: [
      `-gcflags=${root}/...=-lang=go1.21`,
      '-tags',
      'exclude_graphdriver_btrfs exclude_graphdriver_zfs exclude_graphdriver_devicemapper',
      '-ldflags',
      `-s -w -X ${root}/dockerversion.Version=${version}`,
    ],
    usualSeconds: 190,
  };
};

/** The kubelet's way to a Docker Engine. */
const criDockerd = (version: string): Module => {
  const root = 'github.com/Mirantis/cri-dockerd';
  return {
    name: 'cri-dockerd',
    version,
    packages: { 'cri-dockerd': root },
    flags: ['-ldflags', `-s -w -X ${root}/cmd/version.Version=${version}`],
    usualSeconds: 120,
  };
};

const plain = (name: string, version: string, usualSeconds: number): Module => ({
  name,
  version,
  packages: { [name]: '.' },
  flags: ['-ldflags', '-s -w'],
  usualSeconds,
});

/** As in the table of what is made, and of what is made of it. */
export const partName = ({ name, version }: Pick<Module, 'name' | 'version'>): string => `${name}-${version}`;

export const modules: readonly Module[] = [
  kubernetes(versions.kubernetes),
  ...choices.containerd.map(containerd),
  plain('coredns', versions.coredns, 80),
  plain('pause', versions.pause, 5),
  ...choices.docker.map(docker),
  ...choices['cri-dockerd'].map(criDockerd),
];

/** The compiler matters: the order of its maps decides how often Docker 25.0.0 saves an image wrongly. */
export const fromModule = (version: string): string => `${version}, built from its Go module with go${versions.go.version}`;

const filesOf = (directory: string): [string, string][] =>
  readdirSync(directory)
    .toSorted()
    .map((name) => [name, readFileSync(join(directory, name), 'utf8')]);

/** Caches of our own: what lies in the user's is not looked at, and all of it goes away with one directory. */
export const goEnvironment = (): Record<string, string> => ({
  GOMODCACHE: join(clusterCache(), 'go', 'mod'),
  GOCACHE: join(clusterCache(), 'go', 'build'),
  GOFLAGS: '-modcacherw',
  GOTOOLCHAIN: 'local',
  GOWORK: 'off',
  GOROOT: '',
  CGO_ENABLED: '0',
});

export const moduleProduct = (module: Module, go: string): Product => {
  const source = join(MODULES, partName(module));
  const { flags, packages } = module;
  const build = async (directory: string): Promise<void> => {
    for (const [program, path] of Object.entries(packages)) {
      const argv = [go, 'build', '-mod=readonly', '-trimpath', '-buildvcs=false', ...flags, '-o', join(directory, program), path];
      await run(argv, { cwd: source, env: goEnvironment() });
    }
  };
  return {
    name: partName(module),
    what: `${module.name} ${module.version} from its Go module`,
    inputs: { go: versions.go.version, flags, packages, files: filesOf(source) },
    usualSeconds: module.usualSeconds,
    build,
  };
};
