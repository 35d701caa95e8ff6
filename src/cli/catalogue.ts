/** The catalogue the command line works from: one that is named, the one inside the one file, beside the bundle, or the tree of a checkout. */
import { existsSync, readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import type { Catalogue, Entry } from '../catalog/catalogue.ts';
import { fail } from '../domain/problem.ts';
import type { Runbook } from '../domain/runbook.ts';

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

/** `KUBEMEND_ROOT` names another checkout, for authors who keep articles of their own. */
export const openCatalogue = async (env: NodeJS.ProcessEnv): Promise<Catalogue> => {
  if (env.KUBEMEND_ROOT) return fromTree(pathToFileURL(`${env.KUBEMEND_ROOT}/`));
  if (typeof KUBEMEND_CATALOGUE === 'object') return fromMemory(KUBEMEND_CATALOGUE);
  const bundled = new URL('./catalogue/', import.meta.url);
  return existsSync(bundled) ? fromBundle(bundled) : fromTree(new URL('../../', import.meta.url));
};

const hintFor = async (article: string, slugs: string[]): Promise<string> => {
  const { nearest } = await import('../catalog/nearest.ts');
  const close = nearest(article, slugs);
  return close === null ? '`runbook list` tells what there is.' : `Did you mean ${close}?`;
};

/** By slug or by id; otherwise a Problem that names the nearest. */
export const findRunbook = async (article: string, env: NodeJS.ProcessEnv): Promise<Runbook> => {
  const catalogue = await openCatalogue(env);
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
