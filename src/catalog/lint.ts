/** Everything that is checked of the content, for the command line and the tests. */
import { readFile, readdir } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import { checkUses } from './check-uses.ts';
import { FILE_START } from './draft.ts';
import type { Draft, Source } from './draft.ts';
import { finding, sortFindings } from './finding.ts';
import type { LintFinding } from './finding.ts';
import { ARTICLES, draftsOf, extractAll, loadContent } from './load-content.ts';
import type { Content } from './load-content.ts';
import { loadStyle } from './house-style.ts';
import { portabilityLint } from './portability-lint.ts';
import { proseLint } from './prose-lint.ts';
import { readingLint } from './reading-lint.ts';
import { shellCheck } from './shellcheck.ts';
import type { Run } from './shellcheck.ts';
import { todoLint } from './todo-lint.ts';

export type LintReport = { findings: LintFinding[]; notes: LintFinding[]; articles: number };

/** `paths`: files or folders, absolute or from `root`; none: all there is. Without ShellCheck there is a note, or a finding where it is required. */
export type LintOptions = { root: string; paths: readonly string[]; run: Run; requireShellcheck?: boolean };

const labFiles = async (root: string, { articles }: Content): Promise<Source[]> => {
  const files = articles.map(({ slug }) => `runbooks/${slug}/lab/README.md`);
  const texts = await Promise.all(files.map((file) => readFile(join(root, file), 'utf8').catch(() => '')));
  return files.map((file, index) => ({ file, text: texts[index] ?? '' }));
};

const inScripts = (draft: Draft): LintFinding[] => [...readingLint(draft), ...portabilityLint(draft), ...checkUses(draft)];

const pagesIn = async (root: string): Promise<Source[]> => {
  const names = (await readdir(join(root, 'content/pages'), { recursive: true }).catch(() => [])).filter((name) => /\.mdx?$/.test(name));
  return Promise.all(
    names.map(async (name) => ({ file: `content/pages/${name}`, text: await readFile(join(root, 'content/pages', name), 'utf8') })),
  );
};

const sourcesOf = ({ articles }: Content): Source[] =>
  articles.flatMap(({ en, translation }) => [en, ...(translation === null ? [] : [translation])]);

const inProse = async (root: string, content: Content): Promise<LintFinding[]> => {
  const rules = await loadStyle(root);
  return [...sourcesOf(content), ...(await pagesIn(root))].flatMap((source) => proseLint(source, rules));
};

const leftToDo = async (root: string, content: Content): Promise<LintFinding[]> => {
  return [...sourcesOf(content), ...(await labFiles(root, content))].flatMap(todoLint);
};

const lintAll = async ({ root, run, requireShellcheck = false }: LintOptions, content: Content): Promise<LintReport> => {
  const { findings, notes } = extractAll(content);
  const drafts = draftsOf(content);
  const checked = await shellCheck(drafts, run);
  const missing = checked.kind === 'missing' ? [checked.said] : [];
  const inShell = checked.kind === 'checked' ? checked.findings : [];
  return {
    findings: [
      ...findings,
      ...drafts.flatMap(inScripts),
      ...inShell,
      ...(await inProse(root, content)),
      ...(await leftToDo(root, content)),
      ...(requireShellcheck ? missing : []),
    ],
    notes: [...notes, ...(requireShellcheck ? [] : missing)],
    articles: content.articles.length,
  };
};

const isWithin = (file: string, path: string): boolean => path === '' || file === path || file.startsWith(`${path}/`);

/** The article that a path is about: it, its folder, its runbook or lab, or all of them. */
const filesFor = (content: Content, path: string): string[] =>
  content.articles
    .filter(({ slug }) => [`${ARTICLES}/${slug}`, `runbooks/${slug}`].some((folder) => isWithin(folder, path) || isWithin(path, folder)))
    .map(({ slug }) => slug);

const nothingThere = (path: string): LintFinding =>
  finding(path, FILE_START, { rule: 'no-article', message: 'there is no article', help: `name a folder of ${ARTICLES}, or a file in it` });

export const lintPaths = async (options: LintOptions): Promise<LintReport> => {
  const content = await loadContent(options.root);
  const all = await lintAll(options, content);
  if (options.paths.length === 0) return { ...all, findings: sortFindings(all.findings) };
  const paths = options.paths.map((path) => relative(options.root, resolve(options.root, path)));
  const chosen = (one: LintFinding): boolean => one.rule === 'shellcheck-missing' || paths.some((path) => isWithin(one.file, path));
  const findings = all.findings.filter(chosen);
  const empty = paths.filter((path) => filesFor(content, path).length === 0 && !findings.some(({ file }) => isWithin(file, path)));
  const slugs = new Set(paths.flatMap((path) => filesFor(content, path)));
  return { findings: sortFindings([...findings, ...empty.map(nothingThere)]), notes: all.notes.filter(chosen), articles: slugs.size };
};
