/** Which page a content file becomes. Starlight reads the language from the first folder of the id. */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

const ARTICLE = /^articles\/([^/]+)\/(en|zh-cn)\.mdx$/;
const PAGE = /^pages\/(.+)\.mdx?$/;

const foldersOf = (folder: string): string[] =>
  existsSync(folder)
    ? readdirSync(folder, { withFileTypes: true })
        .filter((entry) => entry.isDirectory())
        .map(({ name }) => name)
    : [];

/** An article that is still being written has no runbook yet, and no page. */
export const contentPatterns = (root: string): string[] => {
  const [ready, unfinished] = foldersOf(join(root, 'content', 'articles')).reduce<[string[], string[]]>(
    ([yes, no], slug) => (existsSync(join(root, 'runbooks', slug, 'runbook.json')) ? [[...yes, slug], no] : [yes, [...no, slug]]),
    [[], []],
  );
  for (const slug of unfinished)
    process.stderr.write(`${slug} has no page yet: runbook lint content/articles/${slug}, then npm run extract\n`);
  return [...ready.map((slug) => `articles/${slug}/{en,zh-cn}.mdx`), 'pages/**/*.{md,mdx}'];
};

export const entryId = (path: string): string => {
  const [, slug, language] = ARTICLE.exec(path) ?? [];
  if (slug !== undefined) return language === 'en' ? `kb/${slug}` : `${language}/kb/${slug}`;
  return PAGE.exec(path)?.[1] ?? path;
};

/** `zh-cn/kb/x` and `kb/x` → `x`; undefined for a page that is no article. */
export const slugOfEntry = (id: string): string | undefined => /^(?:zh-cn\/)?kb\/([^/]+)$/.exec(id)?.[1];
