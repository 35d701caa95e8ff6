/** Columns that hold for Chinese as well: a label column, then text wrapped to the terminal. */
import stringWidth from 'string-width';
import wrapAnsi from 'wrap-ansi';

export const LABEL_WIDTH = 10;
const WIDEST = 110;

export const padEnd = (text: string, width: number): string => text + ' '.repeat(Math.max(0, width - stringWidth(text)));

/** Wraps `text` to the columns right of `indent`, every line indented but the first, which follows `first`. */
export const block = (first: string, text: string, { width, indent }: { width: number; indent: number }): string => {
  const room = Math.max(30, Math.min(width, WIDEST) - indent);
  const [head = '', ...rest] = wrapAnsi(text, room, { hard: true, trim: true }).split('\n');
  return [`${padEnd(first, indent)}${head}`, ...rest.map((line) => `${' '.repeat(indent)}${line}`)].join('\n');
};

/** A label and its text, on one or more lines, with the newline. */
export const row = (label: string, text: string, width: number): string =>
  `${block(`  ${label}`, text, { width, indent: LABEL_WIDTH + 2 })}\n`;
