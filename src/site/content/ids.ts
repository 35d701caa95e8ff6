/** Which page a content file becomes. Starlight reads the language from the first folder of the id. */

const ARTICLE = /^articles\/([^/]+)\/(en|zh-cn)\.mdx$/;
const PAGE = /^pages\/(.+)\.mdx?$/;

export const contentPatterns = ['articles/*/{en,zh-cn}.mdx', 'pages/**/*.{md,mdx}'];

export const entryId = (path: string): string => {
  const [, slug, language] = ARTICLE.exec(path) ?? [];
  if (slug !== undefined) return language === 'en' ? `kb/${slug}` : `${language}/kb/${slug}`;
  return PAGE.exec(path)?.[1] ?? path;
};

/** `zh-cn/kb/x` and `kb/x` → `x`; undefined for a page that is no article. */
export const slugOfEntry = (id: string): string | undefined => /^(?:zh-cn\/)?kb\/([^/]+)$/.exec(id)?.[1];
