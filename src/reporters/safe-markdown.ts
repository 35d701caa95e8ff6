/**
 * Text of others in GitHub-flavoured Markdown: it can neither become markup, nor leave its fence, nor notify people (@name)
 * or other threads (#12, GH-12, owner/repo#12). GitHub looks for those in rendered text, so a backslash would not stop it.
 */
import { plainText } from './plain-text.ts';

const NOTHING = '&#8203;';
const entity = (character: string): string => `&#${character.codePointAt(0)};`;

/** One line of prose. What is punctuation to Markdown or HTML becomes an entity, which is never markup. */
export const prose = (text: string): string =>
  plainText(text)
    .replaceAll(/\s+/g, ' ')
    .trim()
    .replaceAll(/[\\`*_{}[\]<>|~!&$^]|:(?=[\w+-]+:)/g, entity)
    .replaceAll(/^[-+=]|(?<=^\d{1,9})[.)]/g, entity)
    .replaceAll(/www(?=\.)|:(?=\/\/)/gi, (begin) => `${begin}${NOTHING}`)
    .replaceAll(/(?<!&)[@#]/g, (sign) => `${sign}${NOTHING}`)
    .replaceAll(/\bGH-(?=\d)/gi, (word) => `${word}${NOTHING}`);

const longestTicks = (text: string): number => Math.max(0, ...[...text.matchAll(/`+/g)].map(([ticks]) => ticks.length));

/** Inline code, in a table as well: what a code span in a cell cannot hold is written in HTML. */
export const code = (text: string): string => {
  const line = plainText(text).replaceAll(/\s+/g, ' ').trim();
  if (line === '') return '';
  if (/[|\\`]/.test(line)) return `<code>${prose(line)}</code>`;
  return `\`${line}\``;
};

/** A fence longer than any run of backticks inside. */
export const fence = (language: string, text: string): string => {
  const ticks = '`'.repeat(Math.max(3, longestTicks(text) + 1));
  return `${ticks}${language}\n${plainText(text).replace(/\n+$/, '')}\n${ticks}\n`;
};

export const folded = (summary: string, body: string): string => `<details><summary>${prose(summary)}</summary>\n\n${body}\n</details>\n\n`;

/** Cells are Markdown already. */
export const table = (head: string[], rows: string[][]): string => {
  const line = (cells: string[]): string => `| ${cells.join(' | ')} |\n`;
  return rows.length === 0 ? '' : `${line(head)}${line(head.map(() => '---'))}${rows.map(line).join('')}\n`;
};
