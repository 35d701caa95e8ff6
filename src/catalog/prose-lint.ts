/** Whether the sentences are written as the house writes them. */
import type { Language } from '../domain/language.ts';
import { chineseTypography } from './chinese-typography.ts';
import { finding } from './finding.ts';
import type { LintFinding } from './finding.ts';
import type { Source } from './draft.ts';
import type { StyleRule } from './house-style.ts';
import { parseArticle } from './parse-article.ts';
import { proseOf } from './prose.ts';

export const languageOf = (file: string): Language => (/(^|\/)zh-cn(\.mdx$|\/)/.test(file) ? 'zh-cn' : 'en');

const saidBadly = (file: string, prose: string, { pattern, say }: StyleRule): LintFinding[] =>
  pattern
    .lines(prose)
    .map(({ line, column, found }) =>
      finding(file, { line, column }, { rule: 'style', message: `“${found.trim()}” is not how we write`, help: `instead: ${say}` }),
    );

/** `survives: { reboot: 是, upgrade: 是 }`: the punctuation of YAML. */
const FLOW = /^\s*[\w-]+: \{.*\}\s*$/;

/** Code in a block is not ours to space, nor are the samples of the data. */
const typography = ({ file, text }: Source, prose: string): LintFinding[] => {
  const [spoken, written] = [prose.split('\n'), text.split('\n')];
  return chineseTypography(text, file)
    .filter(({ line }) => (spoken[line - 1] ?? '').trim() !== '' && !FLOW.test(written[line - 1] ?? ''))
    .map((at) =>
      finding(file, at, { rule: 'typography', message: 'the spaces or the punctuation are not as Chinese has them', help: at.better }),
    );
};

/** What the parser leaves in a text is no emphasis: `**否。**已` shows its asterisks, as punctuation may not stand before a mark that a letter follows. */
const shownAsterisks = (file: string, prose: string): LintFinding[] =>
  prose.split('\n').flatMap((line, index) => {
    const column = line.lastIndexOf('**') + 1;
    const help = 'move the punctuation out of the bold: `**不必**。已经`';
    return column === 0
      ? []
      : [finding(file, { line: index + 1, column }, { rule: 'emphasis', message: 'the page shows these asterisks', help })];
  });

/** Where YAML folds a line it puts a space. Between letters that is right; after Chinese punctuation the page shows a gap. */
const foldedAfterPunctuation = (file: string, frontmatter: string | null): LintFinding[] =>
  [...(frontmatter ?? '').matchAll(/^.*[，。；：、！？）”](?=\n +(?!- |[\w-]+:(?: |$))\S)/gm)].map(({ 0: line, index }) => {
    const at = { line: (frontmatter ?? '').slice(0, index).split('\n').length + 1, column: line.length };
    return finding(file, at, {
      rule: 'typography',
      message: 'the page shows a space after this punctuation',
      help: 'go on in the same line',
    });
  });

export const proseLint = (source: Source, rules: readonly StyleRule[]): LintFinding[] => {
  const language = languageOf(source.file);
  const article = parseArticle(source.file, source.text);
  const prose = proseOf(article);
  const mine = rules.filter((rule) => rule.language === language || rule.language === 'all');
  const chinese = language === 'zh-cn' ? [...typography(source, prose), ...foldedAfterPunctuation(source.file, article.frontmatter)] : [];
  return [...mine.flatMap((rule) => saidBadly(source.file, prose, rule)), ...shownAsterisks(source.file, prose), ...chinese];
};
