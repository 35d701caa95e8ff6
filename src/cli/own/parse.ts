/** The articles of a folder laid out as the project is, parsed as ours are. Only where the parsers are: the one file has absent-parser.ts in its place. */
import { formatFinding, sortFindings } from '../../catalog/finding.ts';
import { ARTICLES, draftsOf, extractAll, loadContent } from '../../catalog/load-content.ts';
import { readingLint } from '../../catalog/reading-lint.ts';
import { fail } from '../../domain/problem.ts';
import type { Runbook } from '../../domain/runbook.ts';

export type Parsed = { slugs: string[]; runbooks: Runbook[] };

/** So many mistakes are told at once; `lint` tells the rest. */
const MOST_TOLD = 10;

/** `known`: slugs of other articles, to which these may lead. */
export const parseArticles = async (dir: string, known: string[]): Promise<Parsed> => {
  const content = await loadContent(dir);
  const { extracted, findings } = extractAll(content, known);
  const all = sortFindings([...findings, ...draftsOf(content).flatMap(readingLint)]);
  if (all.length > 0) {
    const told = all.slice(0, MOST_TOLD).map((one) => formatFinding({ ...one, file: `${dir}/${one.file}` }));
    const rest = all.length > MOST_TOLD ? `\n… and ${all.length - MOST_TOLD} more` : '';
    fail('invalid-content', `${told.join('\n')}${rest}`, { hint: `Mend what stands there in ${dir}/${ARTICLES}.` });
  }
  const runbooks = extracted.flatMap(({ extraction }) => (extraction.kind === 'ok' ? [extraction.runbook] : []));
  return { slugs: runbooks.map(({ slug }) => slug), runbooks };
};
