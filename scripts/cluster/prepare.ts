/** Everything that a real cluster needs, in order; what is there already is not made again. */
import { renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fail } from '../../src/domain/problem.ts';
import { clusterCache, clusterInputs, preparedFile, preparedSchema } from '../../src/labs/cluster/prepared.ts';
import type { Prepared } from '../../src/labs/cluster/prepared.ts';
import { missingTools } from '../../src/labs/tools.ts';
import { engineTools } from '../../src/labs/environments/docker/engine.ts';
import { describeMissing } from '../../src/labs/missing.ts';
import { choices } from './choices.ts';
import { debootstrapProduct, packageVersion, rootProduct } from './debian.ts';
import { goProduct } from './go.ts';
import { locked } from './lock.ts';
import { moduleProduct, modules, partName } from './modules.ts';
import { builtPart, daemonOf, nodeImage, nodeImageProduct, type Parts } from './node-image.ts';
import { make as makeProduct } from './product.ts';
import type { Product } from './product.ts';
import type { Say } from './progress.ts';
import { prune } from './prune.ts';
import { versions } from './versions.ts';

const TOOLS = { ...engineTools, 'apt-get': 'apt', dpkg: 'dpkg', wget: 'wget', gpgv: 'gpgv', chroot: 'coreutils', nice: 'coreutils' };

type Make = (product: Product) => Promise<string>;

const builtFrom = async (make: Make): Promise<Record<string, string>> => {
  const go = join(await make(goProduct), 'bin', 'go');
  const built: Record<string, string> = {};
  for (const module of modules) built[partName(module)] = await make(moduleProduct(module, go));
  return built;
};

/** The two that pass nothing on: one needs the processor, the other the network. */
const makeParts = async (make: Make): Promise<Parts> => {
  const roots = async () => {
    const tool = await make(debootstrapProduct);
    const engine = await make(rootProduct('engine', tool));
    const proxy = await make(rootProduct('proxy', tool));
    return { engine, proxy, node: await make(rootProduct('node', tool)) };
  };
  const lanes = { roots: roots(), built: builtFrom(make) };
  await Promise.allSettled(Object.values(lanes));
  return { ...(await lanes.roots), built: await lanes.built };
};

const debian = async (root: string, names: string[]): Promise<Record<string, string>> =>
  Object.fromEntries(await Promise.all(names.map(async (name) => [name, await packageVersion(root, name)] as const)));

/** A mirror that has moved on is not what the table says. */
const holdsTo = (found: Record<string, string>): void => {
  for (const [name, wanted] of [
    ['docker.io', versions.debianDocker],
    ['kind', versions.kind],
    ['etcd-server', versions.etcd],
  ] as const)
    if (!found[name]?.startsWith(wanted))
      fail('lab-cannot-run', `Debian ${versions.debian.engine} has ${name} ${found[name]}, and scripts/cluster/versions.ts says ${wanted}`);
};

/** The compiler matters: the order of its maps decides how often Docker 25.0.0 saves an image wrongly. */
const fromModule = (version: string): string => `${version}, built from its Go module with go${versions.go.version}`;

const rootOf = async ({ engine }: Parts): Promise<Prepared['root']> => {
  const { runc = '', containerd = '', ...found } = await debian(engine, ['kind', 'runc', 'containerd']);
  return { directory: engine, versions: { ...found, 'runc of the engine': runc, 'containerd of the engine': containerd } };
};

const enginesOf = async (parts: Parts): Promise<Prepared['engines']> => ({
  [versions.debianDocker]: { directory: daemonOf(parts.engine), versions: await debian(parts.engine, ['docker.io']) },
  ...Object.fromEntries(
    choices.docker.map((version) => [
      version,
      { directory: builtPart(parts, 'docker', version), versions: { dockerd: fromModule(version) } },
    ]),
  ),
});

const ONE_OF_SEVERAL = ['docker', 'containerd'];

const imagesOf = (): Prepared['nodes'][string]['images'] =>
  Object.fromEntries(
    choices.containerd.map((version) => [version, { image: nodeImage(version), versions: { containerd: fromModule(version) } }]),
  );

const nodeVersions = async ({ engine, node }: Parts): Promise<Record<string, string>> => ({
  ...(await debian(engine, ['etcd-server'])),
  ...(await debian(node, ['systemd', 'runc', 'containernetworking-plugins', 'iptables'])),
  ...Object.fromEntries(
    modules.filter(({ name }) => !ONE_OF_SEVERAL.includes(name)).map(({ name, version }) => [name, fromModule(version)]),
  ),
});

const write = (inputs: string, prepared: Prepared): void => {
  const file = preparedFile(inputs);
  writeFileSync(`${file}.new`, `${JSON.stringify(preparedSchema.parse(prepared), null, 2)}\n`);
  renameSync(`${file}.new`, file);
};

export const prepare = async (say: Say, { prune: andPrune }: { prune: boolean }): Promise<void> => {
  const missing = missingTools(TOOLS);
  if (missing.length > 0) fail('missing-tool', `a cluster cannot be prepared here: ${describeMissing(missing)}`);
  const inputs = (await clusterInputs()) ?? fail('needs-checkout', 'there is no scripts/cluster here');
  await locked(clusterCache(), say, async () => {
    const products = new Set<string>();
    const kept: Make = async (product) => {
      const directory = await makeProduct(product, say);
      products.add(directory);
      return directory;
    };
    const parts = await makeParts(kept);
    holdsTo(await debian(parts.engine, ['docker.io', 'kind', 'etcd-server']));
    const data = await kept(nodeImageProduct(parts));
    write(inputs, {
      schema: 3,
      root: await rootOf(parts),
      engines: await enginesOf(parts),
      nodes: {
        [versions.kubernetes]: {
          data,
          kubectl: join(builtPart(parts, 'kubernetes', versions.kubernetes), 'kubectl'),
          images: imagesOf(),
          versions: await nodeVersions(parts),
        },
      },
      products: [...products],
    });
    if (andPrune) prune(say);
  });
};
