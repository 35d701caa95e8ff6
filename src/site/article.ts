/** What the parts of an article page share, found from the route that Starlight has made. */
import { getEntry } from 'astro:content';
import type { ArticleData } from '../domain/article.ts';
import type { Language } from '../domain/language.ts';
import { textOf, type Runbook, type RunbookText } from '../domain/runbook.ts';
import { slugOfEntry } from './content/ids.ts';
import type { FormerProof } from '../domain/former-proof.ts';
import { loadFormer, loadProofs, type Proven } from './proofs.ts';
import { loadRunbook, runbookFolder } from './runbooks.ts';
import { languageOf, wordsOf, type Words } from './words/index.ts';

export type ArticlePage = {
  language: Language;
  words: Words;
  slug: string;
  data: ArticleData;
  runbook: Runbook;
  text: RunbookText;
  proofs: Proven[];
  former: FormerProof[];
};

type Route = App.Locals['starlightRoute'];

const dataOf = async (slug: string): Promise<ArticleData> => {
  const entry = await getEntry('docs', `kb/${slug}`);
  if (entry?.data.article === undefined) throw new Error(`content/articles/${slug}/en.mdx is missing: a translation alone is no article.`);
  return entry.data.article;
};

/** Undefined for a page that is no article, though it may have the address of one that was renamed. */
export const slugOfRoute = ({ entry }: Route): string | undefined => (entry.data.kind === 'page' ? undefined : slugOfEntry(entry.id));

export const articleOf = async (route: Route): Promise<ArticlePage | undefined> => {
  const slug = slugOfRoute(route);
  if (slug === undefined) return undefined;
  const language = languageOf(route.locale);
  const runbook = await loadRunbook(slug);
  const proofs = await loadProofs(runbook, runbookFolder(slug));
  const former = await loadFormer(runbookFolder(slug));
  return { language, words: wordsOf(language), slug, data: await dataOf(slug), runbook, text: textOf(runbook, language), proofs, former };
};
