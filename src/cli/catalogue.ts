/** The catalogue the command line works from: one that is named, the one inside the one file, beside the bundle, or the tree of a checkout. */
import { existsSync, readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import type { Catalogue, Entry } from '../catalog/catalogue.ts';
import { fail } from '../domain/problem.ts';
import type { Runbook } from '../domain/runbook.ts';
import type { Io } from './io.ts';
import type { Own } from './own/read.ts';

/** Set by the one-file build: the index for `list`, and every runbook by its slug. */
declare const KUBEMEND_CATALOGUE: { index: Entry[]; runbooks: Record<string, Runbook> } | undefined;

const fromMemory = ({ index, runbooks }: NonNullable<typeof KUBEMEND_CATALOGUE>): Catalogue => ({
  list: async () => index,
  load: async (slug) => (Object.hasOwn(runbooks, slug) ? (runbooks[slug] ?? null) : null),
});

const readJson = (url: URL): unknown => JSON.parse(readFileSync(url, 'utf8'));

/** What the build writes beside the bundle: an index for `list`, and a file an article. Written by us, so not parsed again. */
const fromBundle = (directory: URL): Catalogue => {
  const list = async () => readJson(new URL('index.json', directory)) as Entry[];
  const load = async (slug: string) => {
    const known = (await list()).some((entry) => entry.slug === slug);
    return known ? (readJson(new URL(`${slug}.json`, directory)) as Runbook) : null;
  };
  return { list, load };
};

const fromTree = async (root: URL): Promise<Catalogue> => (await import('../catalog/catalogue.ts')).catalogueFromTree(root);

/** `KUBEMEND_ROOT` names another checkout to work from. */
const openOurs = async (env: NodeJS.ProcessEnv): Promise<Catalogue> => {
  if (env.KUBEMEND_ROOT) return fromTree(pathToFileURL(`${env.KUBEMEND_ROOT}/`));
  if (typeof KUBEMEND_CATALOGUE === 'object') return fromMemory(KUBEMEND_CATALOGUE);
  const bundled = new URL('./catalogue/', import.meta.url);
  return existsSync(bundled) ? fromBundle(bundled) : fromTree(new URL('../../', import.meta.url));
};

export type CatalogueOptions = {
  /** A directory with articles of one's own. */
  catalog?: string | undefined;
  /** The digest of those that may run, where nobody can be asked. */
  trustCatalog?: string | undefined;
};

/** Ours, with those of one's own beside them, if any are named. */
export type Opened = Catalogue & { own: Own | null };

const withOwn = async (ours: Catalogue, written: string, { cwd }: Io): Promise<Opened> => {
  const [{ readOwn }, { entryOf }] = await Promise.all([import('./own/read.ts'), import('../catalog/catalogue.ts')]);
  const entries = await ours.list();
  const own = await readOwn(written, { cwd, ours: entries });
  return {
    own,
    list: async () => [...entries, ...own.runbooks.map(entryOf)],
    load: async (slug) => own.runbooks.find((one) => one.slug === slug) ?? ours.load(slug),
  };
};

export const openCatalogue = async (io: Io, { catalog }: CatalogueOptions = {}): Promise<Opened> => {
  const ours = await openOurs(io.env);
  return catalog === undefined ? { ...ours, own: null } : withOwn(ours, catalog, io);
};

/** The directory of one's own articles that this one is from. */
export const ownDirectory = ({ own }: Opened, slug: string): string | undefined =>
  own?.runbooks.some((one) => one.slug === slug) ? own.dir : undefined;

/** Before anything of them runs: ours are proven, those of one's own are trusted by a person. */
export const checkTrust = async (io: Io, { own }: Opened, { trustCatalog }: CatalogueOptions): Promise<void> => {
  if (own !== null) await (await import('./own/trust.ts')).checkTrust(io, own, trustCatalog);
};

const hintFor = async (article: string, slugs: string[]): Promise<string> => {
  const { nearest } = await import('../catalog/nearest.ts');
  const close = nearest(article, slugs);
  return close === null ? '`runbook list` tells what there is.' : `Did you mean ${close}?`;
};

/** By slug or by id; otherwise a Problem that names the nearest. */
export const findRunbook = async (article: string, catalogue: Catalogue): Promise<Runbook> => {
  const entries = await catalogue.list();
  const entry = entries.find(({ slug, id }) => slug === article || id === article.toUpperCase());
  const runbook = entry ? await catalogue.load(entry.slug) : null;
  const hint = async () =>
    hintFor(
      article,
      entries.map(({ slug }) => slug),
    );
  return runbook ?? fail('unknown-article', `There is no article ${article}.`, { hint: await hint() });
};
