/** Writes `runbooks/<slug>/runbook.json` from the articles. `--check` writes nothing and says which is stale. */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { formatFinding } from '../src/catalog/finding.ts';
import { extractAll, loadContent } from '../src/catalog/load-content.ts';
import type { Runbook } from '../src/domain/runbook.ts';

type Outcome = 'fresh' | 'stale' | 'new';

const { values } = parseArgs({ options: { check: { type: 'boolean', default: false }, root: { type: 'string' } } });
const root = values.root ?? join(import.meta.dirname, '..');

const pathOf = (slug: string): string => `runbooks/${slug}/runbook.json`;
const textOf = (runbook: Runbook): string => `${JSON.stringify(runbook, null, 2)}\n`;

const outcomeOf = (runbook: Runbook): Outcome => {
  const file = join(root, pathOf(runbook.slug));
  if (!existsSync(file)) return 'new';
  return readFileSync(file, 'utf8') === textOf(runbook) ? 'fresh' : 'stale';
};

const write = (runbook: Runbook): void => {
  const file = join(root, pathOf(runbook.slug));
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, textOf(runbook));
};

/** Runbooks of which the article is gone: nobody proves them, so nobody should run them. */
const orphans = (slugs: readonly string[]): string[] =>
  existsSync(join(root, 'runbooks'))
    ? readdirSync(join(root, 'runbooks')).filter((slug) => existsSync(join(root, pathOf(slug))) && !slugs.includes(slug))
    : [];

const WORDS: Record<Outcome, string> = { fresh: 'fresh', stale: 'changed', new: 'new' };

const content = await loadContent(root);
const { extracted, findings, notes } = extractAll(content);
const runbooks = extracted.flatMap(({ extraction }) => (extraction.kind === 'ok' ? [extraction.runbook] : []));
const left = orphans(content.articles.map(({ slug }) => slug));

for (const runbook of runbooks) {
  const outcome = outcomeOf(runbook);
  if (!values.check && outcome !== 'fresh') write(runbook);
  const isWrong = values.check && outcome !== 'fresh';
  console.log(`${pathOf(runbook.slug)}: ${isWrong ? 'not what the article says — run npm run extract' : WORDS[outcome]}`);
  if (isWrong) process.exitCode = 1;
}
for (const slug of left) console.log(`${pathOf(slug)}: has no article — remove it`);
for (const note of notes) console.log(`note: ${formatFinding(note)}`);
for (const one of findings) console.error(formatFinding(one));
if (findings.length > 0 || left.length > 0) process.exitCode = 1;
