/** The content folder of a checkout: which articles there are, what becomes of them, whether they get along. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isSlug } from './is-slug.ts';
import { checkTogether } from './check-together.ts';
import type { Draft, Source } from './draft.ts';
import { draftOf } from './draft.ts';
import { extractRunbook } from './extract-runbook.ts';
import type { ArticleFiles, Extraction } from './extract-runbook.ts';
import { finding, sortFindings } from './finding.ts';
import type { LintFinding } from './finding.ts';

export const ARTICLES = 'content/articles';
const FILE_START = { line: 1, column: 1 };

export type Content = { articles: ArticleFiles[]; findings: LintFinding[] };
export type Extracted = { slug: string; extraction: Extraction };

const readSource = async (root: string, file: string): Promise<Source | null> => {
  const text = await readFile(join(root, file), 'utf8').catch(() => null);
  return text === null ? null : { file, text };
};

const badSlug = (name: string): LintFinding =>
  finding(`${ARTICLES}/${name}`, FILE_START, {
    rule: 'bad-slug',
    message: `\`${name}\` is no name for an article`,
    help: 'a slug is lower-case words joined by "-", such as microk8s-dnat',
  });

const noEnglish = (slug: string): LintFinding =>
  finding(`${ARTICLES}/${slug}/en.mdx`, FILE_START, {
    rule: 'no-article',
    message: `\`${slug}\` has no English article`,
    help: 'write en.mdx: it holds the data and the steps, the others are translations of it',
  });

const loadArticle = async (root: string, slug: string): Promise<Content> => {
  if (!isSlug(slug)) return { articles: [], findings: [badSlug(slug)] };
  const folder = `${ARTICLES}/${slug}`;
  const [en, translation] = await Promise.all([readSource(root, `${folder}/en.mdx`), readSource(root, `${folder}/zh-cn.mdx`)]);
  return en === null ? { articles: [], findings: [noEnglish(slug)] } : { articles: [{ slug, en, translation }], findings: [] };
};

export const loadContent = async (root: string): Promise<Content> => {
  const entries = await readdir(join(root, ARTICLES), { withFileTypes: true }).catch(() => []);
  const names = entries.filter(({ name }) => !name.startsWith('.')).map(({ name }) => name);
  const all = await Promise.all(names.toSorted().map((name) => loadArticle(root, name)));
  return { articles: all.flatMap(({ articles }) => articles), findings: all.flatMap(({ findings }) => findings) };
};

export const draftsOf = ({ articles }: Content): Draft[] => articles.map(({ slug, en }) => draftOf(slug, en));

/** What each file says for itself, and what the articles say to each other. `known`: slugs of articles that are elsewhere. */
export const extractAll = (
  content: Content,
  known: string[] = [],
): { extracted: Extracted[]; findings: LintFinding[]; notes: LintFinding[] } => {
  const extracted = content.articles.map((files) => ({ slug: files.slug, extraction: extractRunbook(files) }));
  const own = extracted.flatMap(({ extraction }) => (extraction.kind === 'bad' ? extraction.findings : []));
  return {
    extracted,
    findings: sortFindings([...content.findings, ...own, ...checkTogether(draftsOf(content), known)]),
    notes: sortFindings(extracted.flatMap(({ extraction }) => extraction.notes)),
  };
};
