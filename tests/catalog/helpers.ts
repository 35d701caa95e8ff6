/** Articles for tests: those of tests/fixtures/articles, whole or with a few words changed. */
import { execFile } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';
import { extractRunbook } from '../../src/catalog/extract-runbook.ts';
import type { ArticleFiles, Extraction } from '../../src/catalog/extract-runbook.ts';
import { formatFinding } from '../../src/catalog/finding.ts';
import type { LintFinding } from '../../src/catalog/finding.ts';
import type { Run } from '../../src/catalog/shellcheck.ts';
import type { Runbook } from '../../src/domain/runbook.ts';

export const FIXTURES = join(import.meta.dirname, '../fixtures/articles');

type Change = readonly [string, string];
type Changes = { en?: readonly Change[]; zh?: readonly Change[] };

const changed = (text: string, changes: readonly Change[] = []): string =>
  changes.reduce((now, [from, to]) => {
    if (!now.includes(from)) throw new Error(`the fixture has no ${from}`);
    return now.replace(from, () => to);
  }, text);

const read = (slug: string, language: string): string | null => {
  const file = join(FIXTURES, slug, `${language}.mdx`);
  return existsSync(file) ? readFileSync(file, 'utf8') : null;
};

/** The fixture, with each change made once. */
export const article = (slug: string, { en, zh }: Changes = {}): ArticleFiles => {
  const chinese = read(slug, 'zh-cn');
  return {
    slug,
    en: { file: 'en.mdx', text: changed(read(slug, 'en') ?? '', en) },
    translation: chinese === null ? null : { file: 'zh-cn.mdx', text: changed(chinese, zh) },
  };
};

export const lines = (findings: readonly LintFinding[]): string => findings.map(formatFinding).join('\n');

export const complaints = (extraction: Extraction): string => (extraction.kind === 'bad' ? lines(extraction.findings) : 'nothing');

/** What the author of `whole`, so changed, would read. */
export const complaintsAbout = (changes: Changes): string => complaints(extractRunbook(article('whole', changes)));

export const runbookOf = (changes: Changes = {}): Runbook => {
  const extraction = extractRunbook(article('whole', changes));
  if (extraction.kind === 'bad') throw new Error(lines(extraction.findings));
  return extraction.runbook;
};

const temporary = (): string => {
  const root = mkdtempSync(join(tmpdir(), 'kubemend-catalog-'));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  return root;
};

export type Tree = { root: string; write: (path: string, text: string) => void };

/** A checkout with the fixtures as its articles, gone after the test. */
export const checkoutWith = (...slugs: string[]): Tree => {
  const root = temporary();
  for (const slug of slugs) cpSync(join(FIXTURES, slug), join(root, 'content/articles', slug), { recursive: true });
  const write = (path: string, text: string): void => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  };
  return { root, write };
};

export const realRun: Run = ([file = '', ...args]) =>
  new Promise((resolve) => {
    execFile(file, args, (error, stdout, stderr) => {
      const code = error === null ? 0 : typeof error.code === 'number' ? error.code : null;
      resolve({ code, stdout, stderr });
    });
  });
