/** The runbooks there are, read when the CLI or the site runs. Nothing here may need the parsers. */
import { readdir, readFile } from 'node:fs/promises';
import { fail } from '../domain/problem.ts';
import { isSlug } from './is-slug.ts';
import { needsRoot, riskOf, runbookSchema } from '../domain/runbook.ts';
import type { Runbook } from '../domain/runbook.ts';
import type { Risk } from '../domain/step.ts';

/** Null where there is no translation. */
type Words = { en: string; 'zh-cn': string | null };

/** What a list says of an article. */
export type Entry = Pick<Runbook, 'id' | 'slug' | 'distro'> & {
  title: Words;
  symptom: Words;
  /** The highest risk that any way to fix it can ask for. */
  risk: Risk;
  root: boolean;
  /** Where nobody should follow it any more. */
  withdrawn?: NonNullable<Runbook['withdrawn']> & { reason: Words };
};

export type Catalogue = {
  /** By id, the oldest article first. */
  list: () => Promise<Entry[]>;
  load: (slug: string) => Promise<Runbook | null>;
};

const wordsOf = ({ text }: Runbook, key: 'title' | 'symptom'): Words => ({ en: text.en[key], 'zh-cn': text['zh-cn']?.[key] ?? null });

const withdrawnOf = ({ withdrawn, text }: Runbook): Pick<Entry, 'withdrawn'> =>
  withdrawn === undefined
    ? {}
    : { withdrawn: { ...withdrawn, reason: { en: text.en.withdrawn ?? '', 'zh-cn': text['zh-cn']?.withdrawn ?? null } } };

export const entryOf = (runbook: Runbook): Entry => ({
  id: runbook.id,
  slug: runbook.slug,
  distro: runbook.distro,
  title: wordsOf(runbook, 'title'),
  symptom: wordsOf(runbook, 'symptom'),
  risk: riskOf(runbook.steps),
  root: needsRoot(runbook.steps),
  ...withdrawnOf(runbook),
});

const isMissing = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === 'ENOENT';

const readIfThere = async (url: URL): Promise<string | null> =>
  readFile(url, 'utf8').catch((error: unknown) => {
    if (isMissing(error)) return null;
    throw error;
  });

/** A file that is no runbook is bad content, not a bug of whoever reads it. */
const parsed = (text: string, file: string): Runbook => {
  try {
    return runbookSchema.parse(JSON.parse(text));
  } catch (error) {
    const why = error instanceof Error ? error.message.split('\n')[0] : String(error);
    return fail('invalid-content', `${file} is no runbook: ${why}`, { hint: 'npm run extract makes it anew from its article.' });
  }
};

const loadFrom = async (runbooks: URL, slug: string): Promise<Runbook | null> => {
  if (!isSlug(slug)) return null;
  const text = await readIfThere(new URL(`${slug}/runbook.json`, runbooks));
  return text === null ? null : parsed(text, `runbooks/${slug}/runbook.json`);
};

const foldersIn = async (runbooks: URL): Promise<string[]> => {
  const entries = await readdir(runbooks, { withFileTypes: true }).catch((error: unknown) => {
    if (isMissing(error)) return [];
    throw error;
  });
  return entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
};

/** Of a checkout: `root` is its top folder, ending in a slash. */
export const catalogueFromTree = (root: URL): Catalogue => {
  const runbooks = new URL('runbooks/', root);
  const load = (slug: string): Promise<Runbook | null> => loadFrom(runbooks, slug);
  const list = async (): Promise<Entry[]> => {
    const all = await Promise.all((await foldersIn(runbooks)).map(load));
    return all
      .filter((runbook) => runbook !== null)
      .map(entryOf)
      .toSorted((a, b) => a.id.localeCompare(b.id, 'en'));
  };
  return { list, load };
};
