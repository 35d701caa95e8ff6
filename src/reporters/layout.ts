/** Columns that hold for Chinese as well: a label column, then text wrapped to the terminal. */
import stringWidth from 'string-width';
import wrapAnsi from 'wrap-ansi';

export const LABEL_WIDTH = 10;
const WIDEST = 110;

/** Colour, and what is as wide as it is long without it. To measure anything else takes a hundred times as long. */
const COLOUR = /\u001b\[[\d;]*m/g;
const NARROW = /^[ -~✓✗·│]*$/;

const widthOf = (text: string): number => {
  const shown = text.replaceAll(COLOUR, '');
  return NARROW.test(shown) ? shown.length : stringWidth(text);
};

export const padEnd = (text: string, width: number): string => text + ' '.repeat(Math.max(0, width - widthOf(text)));

/** Colour, a Han character or a word with the punctuation that must not be parted from it, white space. */
const TOKENS = /\u001b\[[\d;]*m|[（「《]?\p{Script=Han}[，。；：？！、）」》…]*|\s+|[（「《]?[^\s\p{Script=Han}\u001b（「《]+|./gu;

/** Chinese may break between any two characters; wrapping at spaces alone would leave half of every line empty. */
const wrapHan = (text: string, room: number): string => {
  const lines = [''];
  for (const [token] of text.matchAll(TOKENS)) {
    const fits = widthOf(`${lines.at(-1)}${token.trimEnd()}`) <= room;
    if (fits) lines.push(`${lines.pop()}${token}`);
    else if (token.trim() !== '') lines.push(token);
  }
  return lines.map((line) => line.trimEnd()).join('\n');
};

const wrap = (text: string, room: number): string => {
  if (/\p{Script=Han}/u.test(text)) return wrapHan(text, room);
  return NARROW.test(text) && text.length <= room ? text.trim() : wrapAnsi(text, room, { hard: true, trim: true });
};

/** Wraps `text` to the columns right of `indent`, every line indented but the first, which follows `first`. */
export const block = (first: string, text: string, { width, indent }: { width: number; indent: number }): string => {
  const room = Math.max(30, Math.min(width, WIDEST) - indent);
  const [head = '', ...rest] = wrap(text, room).split('\n');
  return [`${padEnd(first, indent)}${head}`, ...rest.map((line) => `${' '.repeat(indent)}${line}`)].join('\n');
};

/** A label and its text, on one or more lines, with the newline. */
export const row = (label: string, text: string, width: number): string =>
  `${block(`  ${label}`, text, { width, indent: LABEL_WIDTH + 2 })}\n`;
