/**
 * What `npm run cluster` has made, outside the checkout: `<cache>/prepared-<inputs>.json`. `inputs` is the digest of everything
 * in scripts/cluster/, so that what was made from other files is not taken for this.
 */
import { existsSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import * as z from 'zod';
import { readFilesBelow } from '../../catalog/folder-files.ts';
import { folderDigest } from '../../domain/folder-digest.ts';
import { extras, settingOf } from '../../domain/parts-used.ts';
import type { Missing } from '../environment.ts';

/** Of the checkout around the working directory, or around this file: the bundled command lies elsewhere. */
const scriptsAbove = (from: string): string | null => {
  const here = join(from, 'scripts', 'cluster');
  if (existsSync(join(here, 'versions.ts'))) return here;
  return dirname(from) === from ? null : scriptsAbove(dirname(from));
};

/** Part → its version; with the compiler, if it was built from source. */
const versionsSchema = z.record(z.string(), z.string());
const partSchema = z.strictObject({ directory: z.string(), versions: versionsSchema });

export const preparedSchema = z.strictObject({
  schema: z.literal(5),
  /** The root in which every engine lives, with the docker and kind commands. */
  root: partSchema,
  /** Docker Engine version → where its dockerd is. */
  engines: z.record(z.string(), partSchema),
  /** Kubernetes version → the kubectl of that version, and containerd version → the image of a node, with the data directory of an engine that holds it. */
  nodes: z.record(
    z.string(),
    z.strictObject({
      kubectl: z.string(),
      images: z.record(z.string(), z.strictObject({ image: z.string(), data: z.string(), versions: versionsSchema })),
    }),
  ),
  /** What only some labs ask for, by name and version: a directory that is seen on the machine of the engine as /opt/kubemend/extras/<name>. */
  extras: z.record(z.string(), z.record(z.string(), partSchema)),
  /** All directories of the cache that it was made of, those above and what they were made from. */
  products: z.array(z.string()),
});
export type Prepared = z.output<typeof preparedSchema>;

export const clusterCache = (): string => join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'kubemend', 'cluster');

/** Null where there is no checkout: the published command line has no scripts. */
export const clusterInputs = async (): Promise<string | null> => {
  const scripts = scriptsAbove(process.cwd()) ?? scriptsAbove(import.meta.dirname);
  return scripts === null ? null : folderDigest(readFilesBelow(scripts));
};

export const preparedFile = (inputs: string): string => join(clusterCache(), `prepared-${inputs.slice(0, 16)}.json`);

const directoriesOf = ({ root, engines, nodes, extras: besides }: Prepared): string[] => [
  root.directory,
  ...Object.values(engines).map(({ directory }) => directory),
  ...Object.values(besides).flatMap((one) => Object.values(one).map(({ directory }) => directory)),
  ...Object.values(nodes).flatMap(({ images }) => Object.values(images).map(({ data }) => data)),
];

/** Null when it is not prepared, or a part of it was taken away. */
export const readPrepared = async (): Promise<Prepared | null> => {
  const inputs = await clusterInputs();
  if (inputs === null || !existsSync(preparedFile(inputs))) return null;
  const prepared = preparedSchema.parse(JSON.parse(readFileSync(preparedFile(inputs), 'utf8')));
  return directoriesOf(prepared).every((one) => existsSync(one)) ? prepared : null;
};

const HOW = 'npm run cluster, in a checkout: some 25 minutes on two cores, once';

type Settings = Readonly<Record<string, string>>;

/** What a lab names of what only some ask for: name → version. */
export const namedExtras = (settings: Settings): [name: string, version: string][] =>
  extras.flatMap((name): [string, string][] => {
    const version = settings[settingOf(name)];
    return version === undefined ? [] : [[name, version]];
  });

/** Of what a lab asks for in its settings; what it does not name is no wish. */
const lacking = ({ engines, nodes, extras: besides }: Prepared, settings: Settings): string[] => {
  const { DOCKER, KUBERNETES, CONTAINERD, NODE_DOCKER } = settings;
  return [
    ...[DOCKER, NODE_DOCKER].flatMap((version) => (version === undefined || version in engines ? [] : [`Docker Engine ${version}`])),
    ...(KUBERNETES === undefined || KUBERNETES in nodes ? [] : [`Kubernetes ${KUBERNETES}`]),
    ...(CONTAINERD === undefined || CONTAINERD in (nodes[KUBERNETES ?? '']?.images ?? {}) ? [] : [`containerd ${CONTAINERD}`]),
    ...namedExtras(settings).flatMap(([name, version]) => (version in (besides[name] ?? {}) ? [] : [`${name} ${version}`])),
  ];
};

export const missingPrepared = async (settings: Settings): Promise<Missing[]> => {
  if ((await clusterInputs()) === null) return [{ what: 'a checkout of the project', how: 'clone it, npm ci, and call the command there' }];
  const prepared = await readPrepared();
  if (prepared === null) return [{ what: 'the parts of a real cluster', how: HOW }];
  return lacking(prepared, settings).map((what) => ({ what, how: 'one more in scripts/cluster/choices.ts, then npm run cluster' }));
};
