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
import { extrasFrom } from './extras.ts';
import { goProduct } from './go.ts';
import { locked } from './lock.ts';
import { fromModule, moduleProduct, modules, partName } from './modules.ts';
import { builtContainerds, builtPart, nodeImage, nodeImageProduct, type Parts } from './node-image.ts';
import { daemonOf } from './on-engine.ts';
import { make as makeProduct } from './product.ts';
import type { Make } from './product.ts';
import type { Say } from './progress.ts';
import { prune } from './prune.ts';
import { craneProduct, stockNode, type Stock } from './stock-image.ts';
import { versions } from './versions.ts';

const TOOLS = { ...engineTools, 'apt-get': 'apt', dpkg: 'dpkg', wget: 'wget', gpgv: 'gpgv', chroot: 'coreutils', nice: 'coreutils' };

/** The containerd that a stock image carries need not be built; the first of the table is what the image that is built begins with. */
const builtFrom = async (make: Make, go: string, stock: Promise<Stock | null>): Promise<Record<string, string>> => {
  const built: Record<string, string> = {};
  const add = async (module: (typeof modules)[number]) => (built[partName(module)] = await make(moduleProduct(module, go)));
  const [others, containerds] = [modules.filter(({ name }) => name !== 'containerd'), modules.filter(({ name }) => name === 'containerd')];
  for (const module of others) await add(module);
  const carried = (await stock)?.containerd;
  for (const module of containerds) if (module.version !== carried || module.version === choices.containerd[0]) await add(module);
  return built;
};

const rootsFrom = async (make: Make): Promise<Omit<Parts, 'built'>> => {
  const tool = await make(debootstrapProduct);
  const engine = await make(rootProduct('engine', tool));
  const proxy = await make(rootProduct('proxy', tool));
  return { engine, proxy, node: await make(rootProduct('node', tool)) };
};

/** Side by side: what is built needs the processor, the rest the network. */
const makeParts = async (make: Make, say: Say): Promise<{ parts: Parts; stock: Stock | null }> => {
  const roots = rootsFrom(make);
  const go = make(goProduct).then((directory) => join(directory, 'bin', 'go'));
  const crane = go.then((command) => make(craneProduct(command))).then((directory) => join(directory, 'crane'));
  const stock = Promise.all([roots, crane]).then(([all, command]) => stockNode({ ...all, crane: command }, { make, say }));
  const built = crane.then(async () => builtFrom(make, await go, stock));
  await Promise.allSettled([roots, stock, built]);
  return { parts: { ...(await roots), built: await built }, stock: await stock };
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

const nodeVersions = async ({ engine, node }: Parts): Promise<Record<string, string>> => ({
  ...(await debian(engine, ['etcd-server'])),
  ...(await debian(node, ['systemd', 'runc', 'containernetworking-plugins', 'iptables'])),
  ...Object.fromEntries(modules.filter(({ name }) => !(name in choices)).map(({ name, version }) => [name, fromModule(version)])),
});

type Images = Prepared['nodes'][string]['images'];

const builtImages = async (parts: Parts, data: string): Promise<Images> => {
  const common = { 'node image': 'built by this project', ...(await nodeVersions(parts)) };
  return Object.fromEntries(
    builtContainerds(parts).map((version) => [
      version,
      { image: nodeImage(version), data, versions: { ...common, containerd: fromModule(version) } },
    ]),
  );
};

const stockImages = ({ image, data, containerd, reference }: Stock): Images => ({
  [containerd]: { image, data, versions: { 'node image': `${reference}, with sudo and an image of busybox added` } },
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
    const { parts, stock } = await makeParts(kept, say);
    holdsTo(await debian(parts.engine, ['docker.io', 'kind', 'etcd-server']));
    const data = await kept(nodeImageProduct(parts));
    write(inputs, {
      schema: 5,
      root: await rootOf(parts),
      engines: await enginesOf(parts),
      nodes: {
        [versions.kubernetes]: {
          kubectl: join(builtPart(parts, 'kubernetes', versions.kubernetes), 'kubectl'),
          images: { ...(await builtImages(parts, data)), ...(stock !== null && stockImages(stock)) },
        },
      },
      extras: await extrasFrom(parts, kept),
      products: [...products],
    });
    if (andPrune) prune(say);
  });
};
