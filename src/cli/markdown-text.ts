/** The Markdown of an article as text for a terminal: wrapped, without markup, code as it is. */
import { block } from '../reporters/layout.ts';
import type { Paint } from '../reporters/paint.ts';

export type TextStyle = { width: number; paint: Paint };

const INDENT = 2;

/** `**bold**`, `*emphasis*`, `` `code` `` and links, as a terminal can show them. */
const inline = (text: string, paint: Paint): string =>
  text
    .replace(/\[([^\]]+)\]\(([^)]+)\)/g, (_, label: string, url: string) => (label === url ? url : `${label} (${url})`))
    .replace(/`([^`]+)`/g, (_, code: string) => paint('cyan', code))
    .replace(/\*\*([^*]+)\*\*/g, (_, bold: string) => paint('bold', bold))
    .replace(/(?<![\w*"/])\*(\w[^*\n]*)\*(?![\w*"/])/g, '$1');

const HEADING = /^(#{2,6})\s+(.*)$/;
const ITEM = /^(\s*)([-*]|\d+\.)\s+(.*)$/;
const QUOTE = /^>\s?/;

const isRow = (line: string | undefined): boolean => line?.startsWith('|') ?? false;

/** A paragraph begins anew at an empty line, a heading, a list item or a table row; otherwise lines flow together. */
const startsBlock = (line: string): boolean =>
  line.trim() === '' || HEADING.test(line) || ITEM.test(line) || isRow(line) || line.startsWith('{{step ');

const RULE = /^[|:\s-]+$/;
const cellsOf = (line: string): string[] =>
  line
    .split(/(?<!\\)\|/)
    .slice(1, -1)
    .map((cell) => cell.trim());

const named = (name: string | undefined, cell: string): string => `${name}${/\p{Script=Han}/u.test(name ?? '') ? '：' : ': '}${cell}`;

/** A table as lines that wrap, since its columns would not fit: the first cell of a row, then the others with the names of their columns. */
const table = (rows: string[], { width, paint }: TextStyle): string => {
  const [head = [], ...body] = rows.filter((line) => !RULE.test(line)).map(cellsOf);
  const texts = body.map((cells) =>
    cells.flatMap((cell, at) => (cell === '' ? [] : at === 0 ? [cell] : [named(head[at], cell)])).join(' · '),
  );
  const lines = texts.map((text) => block(`${' '.repeat(INDENT)}•`, inline(text, paint), { width, indent: INDENT + 2 }));
  return `${lines.join('\n')}\n\n`;
};

const paragraph = (lines: string[], { width, paint }: TextStyle): string => {
  const [first = ''] = lines;
  const heading = HEADING.exec(first);
  if (heading) return `\n${' '.repeat(INDENT)}${paint('bold', heading[2] ?? '')}\n\n`;
  if (isRow(first)) return table(lines, { width, paint });
  const item = ITEM.exec(first);
  const text = [item?.[3] ?? first, ...lines.slice(1)].map((line) => line.trim().replace(QUOTE, '')).join(' ');
  if (QUOTE.test(first)) return `${block('  │ ', inline(text, paint), { width, indent: INDENT + 2 })}\n\n`;
  if (!item) return `${block('', inline(text, paint), { width, indent: INDENT })}\n\n`;
  const mark = `${' '.repeat(INDENT)}${item[1]}${/\d/.test(item[2] ?? '') ? item[2] : '•'}`;
  return `${block(mark, inline(text, paint), { width, indent: mark.length + 1 })}\n`;
};

type Reading = { blocks: string[]; open: string[]; fenced: boolean };

const close = (reading: Reading, style: TextStyle): void => {
  if (reading.open.length > 0) reading.blocks.push(paragraph(reading.open, style));
  reading.open = [];
};

const readLine = (reading: Reading, line: string, style: TextStyle): void => {
  if (/^\s*(```|~~~)/.test(line)) {
    close(reading, style);
    reading.fenced = !reading.fenced;
    if (!reading.fenced) reading.blocks.push('\n');
  } else if (reading.fenced) reading.blocks.push(`    ${style.paint('dim', '│')} ${line}\n`);
  else {
    if (startsBlock(line) && !(isRow(line) && isRow(reading.open[0]))) close(reading, style);
    if (line.trim() !== '') reading.open.push(line);
    else if (reading.blocks.length > 0) reading.blocks.push('\n');
  }
};

/** `expand` says what stands where a step is referred to. */
export const markdownText = (markdown: string, style: TextStyle, expand: (step: string) => string): string => {
  const reading: Reading = { blocks: [], open: [], fenced: false };
  for (const line of markdown.split('\n')) {
    const step = /^\{\{step ([a-z0-9-]+)\}\}$/.exec(line.trim())?.[1];
    if (step === undefined || reading.fenced) readLine(reading, line, style);
    else {
      close(reading, style);
      reading.blocks.push(expand(step));
    }
  }
  close(reading, style);
  return reading.blocks.join('').replaceAll(/\n{3,}/g, '\n\n');
};
