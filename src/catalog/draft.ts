/** An English article as far as it could be understood: what the checks look at, even where parts of it are wrong. */
import { articleSchema } from '../domain/article.ts';
import type { ArticleData } from '../domain/article.ts';
import { readFences } from './fence-options.ts';
import type { DraftStep } from './fence-options.ts';
import { finding } from './finding.ts';
import type { LintFinding, Place } from './finding.ts';
import { parseArticle } from './parse-article.ts';
import type { ParsedArticle } from './parse-article.ts';
import { listOf, recordOf, textOf, textsOf } from './raw.ts';
import { readYaml } from './read-yaml.ts';
import type { YamlRead } from './read-yaml.ts';
import { checkYaml } from './schema-findings.ts';

/** A file of the content: its path as people know it, and its text. */
export type Source = { file: string; text: string };

export type Draft = {
  slug: string;
  article: ParsedArticle;
  yaml: YamlRead;
  data: ArticleData | null;
  steps: DraftStep[];
  /** What is wrong with the parts, each taken by itself. */
  findings: LintFinding[];
};

export const FILE_START: Place = { line: 1, column: 1 };
const TITLE = /^(?:id|title):/;

/** The frontmatter begins in the second line. */
export const readFrontmatter = ({ frontmatter }: ParsedArticle): YamlRead =>
  readYaml(frontmatter ?? '', ({ line, column }) => ({ line: line + 1, column }));

export const noFrontmatter = (article: ParsedArticle): LintFinding[] => {
  if (article.frontmatter !== null) return [];
  const help = TITLE.test(article.source)
    ? 'put --- on a line of its own before and after it'
    : 'begin the file with --- and the data of the article';
  return [finding(article.file, FILE_START, { rule: 'no-frontmatter', message: 'the file has no frontmatter', help })];
};

export const draftOf = (slug: string, { file, text }: Source): Draft => {
  const article = parseArticle(file, text);
  const yaml = readFrontmatter(article);
  const { steps, findings: inFences } = readFences(article);
  const none = noFrontmatter(article);
  const checked = none.length > 0 ? { data: null, findings: none } : checkYaml<ArticleData>({ file, yaml, schema: articleSchema });
  return { slug, article, yaml, data: checked.data, steps, findings: [...article.findings, ...checked.findings, ...inFences] };
};

export type DraftResolution = { index: number; id: string; manual: boolean; steps: string[] };

export const resolutionsOf = ({ yaml }: Draft): DraftResolution[] =>
  listOf(recordOf(yaml.data)['resolutions'])
    .map(recordOf)
    .map((one, index) => ({ index, id: textOf(one['id']), manual: one['manual'] === true, steps: textsOf(one['steps']) }));

export const inputNamesOf = ({ yaml }: Draft): string[] =>
  listOf(recordOf(yaml.data)['inputs']).map((one) => textOf(recordOf(one)['name']));

/** What the step says under a key, whatever it is. */
export const optionOf = (step: DraftStep, key: string): unknown => recordOf(step.yaml.data)[key];

/** The ids of a phase, or of all. */
export const idsOf = ({ steps }: Draft, of?: (step: DraftStep) => boolean): string[] =>
  steps
    .filter((step) => of?.(step) ?? true)
    .map(({ id }) => id)
    .filter((id) => id !== '');
