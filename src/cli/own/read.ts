/** `--catalog DIR`: articles of one's own beside ours, in a folder laid out as the project is. Read once, so that what was trusted is what runs. */
import { existsSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { catalogueFromTree } from '../../catalog/catalogue.ts';
import type { Entry } from '../../catalog/catalogue.ts';
import { isSlug } from '../../catalog/is-slug.ts';
import { fail } from '../../domain/problem.ts';
import type { Runbook } from '../../domain/runbook.ts';
import { plainText } from '../../reporters/plain-text.ts';
import { isParserMissing } from '../parser-missing.ts';
import { shellWord } from '../../domain/shell-word.ts';

/** `dir`: its whole path. */
export type Own = { dir: string; runbooks: Runbook[] };

const LAYOUT = 'It holds content/articles/<slug>/en.mdx, or what was extracted from it: runbooks/<slug>/runbook.json';

const WHY: Record<string, string> = {
  ENOENT: 'there is no such directory',
  ENOTDIR: 'it is no directory',
  EACCES: 'it may not be read by this user',
};

const directory = (written: string, cwd: string): string => {
  const dir = resolve(cwd, written);
  try {
    readdirSync(dir);
    return dir;
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? '';
    return fail('bad-catalog', `--catalog ${written}: ${WHY[code] ?? `it cannot be read (${code})`}.`, { hint: LAYOUT });
  }
};

const foldersIn = (dir: string): string[] =>
  existsSync(dir)
    ? readdirSync(dir, { withFileTypes: true })
        .filter((entry) => entry.isDirectory() && isSlug(entry.name))
        .map(({ name }) => name)
    : [];

/** Null where this runbook cannot parse. */
const parsed = async (dir: string, known: string[]): Promise<{ slugs: string[]; runbooks: Runbook[] } | null> => {
  if (foldersIn(join(dir, 'content', 'articles')).length === 0) return { slugs: [], runbooks: [] };
  try {
    return await (await import('./parse.ts')).parseArticles(dir, known);
  } catch (error) {
    if (isParserMissing(error)) return null;
    throw error;
  }
};

const extracted = async (dir: string, slug: string): Promise<Runbook> => {
  const file = `${dir}/runbooks/${slug}/runbook.json`;
  if (!existsSync(file))
    return fail('needs-checkout', `${slug} in ${dir} is not extracted, and this runbook comes without the parser of articles.`, {
      hint: `In a checkout of the project: npm run extract -- --root ${shellWord(dir)}`,
    });
  const runbook = await catalogueFromTree(pathToFileURL(`${dir}/`)).load(slug);
  if (runbook?.slug !== slug) return fail('invalid-content', `${file} is the runbook of another article: ${runbook?.slug}.`);
  return runbook;
};

/** Where the parser is, an article counts as it is written now. */
const all = async (dir: string, known: string[]): Promise<Runbook[]> => {
  const read = await parsed(dir, known);
  const there = foldersIn(join(dir, 'runbooks')).filter((slug) => existsSync(join(dir, 'runbooks', slug, 'runbook.json')));
  const written = read === null ? foldersIn(join(dir, 'content', 'articles')) : [];
  const rest = [...new Set([...there, ...written])].filter((slug) => !read?.slugs.includes(slug));
  return [...(read?.runbooks ?? []), ...(await Promise.all(rest.map((slug) => extracted(dir, slug))))];
};

const refuseTaken = (dir: string, own: Runbook[], ours: Entry[]): void => {
  for (const { slug, id } of own) {
    const other = ours.find((one) => one.slug === slug || one.id === id);
    if (other?.slug === slug)
      fail('bad-catalog', `${slug} is an article of the project, and of ${dir} too.`, {
        hint: `Give yours another name: rename the folders ${slug} in content/articles and runbooks there.`,
      });
    if (other)
      fail('bad-catalog', `${id} is the id of ${other.slug}, and of ${slug} in ${dir} too.`, {
        hint: 'Give yours another one: KM9000 to KM9999 are never taken by the project.',
      });
  }
};

const textsIn = (value: unknown): string[] =>
  typeof value === 'string' ? [value] : typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];

/** Whoever reads it must see what will be run. */
const refuseHidden = (dir: string, runbook: Runbook): void => {
  const hidden = textsIn(runbook).find((text) => plainText(text) !== text);
  if (hidden !== undefined)
    fail(
      'invalid-content',
      `${runbook.slug} in ${dir} has characters in it that do not show, or move the cursor: ${plainText(hidden).slice(0, 200)}`,
    );
};

/** Throws a Problem about what is not right with it. */
export const readOwn = async (written: string, { cwd, ours }: { cwd: string; ours: Entry[] }): Promise<Own> => {
  const dir = directory(written, cwd);
  const runbooks = await all(
    dir,
    ours.map(({ slug }) => slug),
  );
  if (runbooks.length === 0) fail('bad-catalog', `--catalog ${written}: there is no article in it.`, { hint: LAYOUT });
  refuseTaken(dir, runbooks, ours);
  for (const runbook of runbooks) refuseHidden(dir, runbook);
  return { dir, runbooks: runbooks.toSorted((a, b) => a.id.localeCompare(b.id, 'en')) };
};
