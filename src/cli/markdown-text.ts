/** The Markdown of an article as text for a terminal: wrapped, without markup, code as it is. */
import { block } from '../reporters/layout.ts';
import type { Paint } from '../reporters/paint.ts';

export type TextStyle = { width: number; paint: Paint };

const INDENT = 2;

/** `**bold**`, `` `code` `` and links, as a terminal can show them. */
const inline = (text: string, paint: Paint): string =>
  text
    .replace(/\[([^\]]+)\]\(([^)]+)\)/g, (_, label: string, url: string) => (label === url ? url : `${label} (${url})`))
    .replace(/`([^`]+)`/g, (_, code: string) => paint('cyan', code))
    .replace(/\*\*([^*]+)\*\*/g, (_, bold: string) => paint('bold', bold));

const HEADING = /^(#{2,6})\s+(.*)$/;
const ITEM = /^(\s*)([-*]|\d+\.)\s+(.*)$/;
const QUOTE = /^>\s?/;

/** A paragraph begins anew at an empty line, a heading, a list item or a table row; otherwise lines flow together. */
const startsBlock = (line: string): boolean =>
  line.trim() === '' || HEADING.test(line) || ITEM.test(line) || line.startsWith('|') || line.startsWith('{{step ');

const paragraph = (lines: string[], { width, paint }: TextStyle): string => {
  const [first = ''] = lines;
  const heading = HEADING.exec(first);
  if (heading) return `\n${' '.repeat(INDENT)}${paint('bold', heading[2] ?? '')}\n\n`;
  if (first.startsWith('|')) return `${' '.repeat(INDENT)}${lines.join(' ')}\n`;
  const item = ITEM.exec(first);
  const text = [item?.[3] ?? first, ...lines.slice(1)].map((line) => line.trim().replace(QUOTE, '')).join(' ');
  if (QUOTE.test(first)) return `${block('  │ ', inline(text, paint), { width, indent: INDENT + 2 })}\n\n`;
  const indent = INDENT + (item ? (item[1]?.length ?? 0) + 2 : 0);
  return `${block(item ? `${' '.repeat(indent - 2)}•` : '', inline(text, paint), { width, indent })}\n${item ? '' : '\n'}`;
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
    if (startsBlock(line)) close(reading, style);
    if (line.trim() !== '') reading.open.push(line);
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
