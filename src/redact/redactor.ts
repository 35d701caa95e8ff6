/**
 * Takes secrets out of text as it streams by: declared ones, PEM blocks, and what looks like a credential. Pure.
 * It works on whole lines, so where a chunk ends makes no difference; a line that gets too long is let go in parts, and a
 * secret that lies across the cut is kept back with the rest.
 */
import { formsOf, secretsIn } from './secrets.ts';

export const REDACTED = '[redacted]';

/** Text that may be seen by anyone; `end` gives what was held back. */
export type RedactedStream = { push: (text: string) => string; end: () => string };
export type Redactor = { text: (text: string) => string; stream: () => RedactedStream };

/** Of a line without an end so much is kept back, twice the longest secret that a step can know of. */
const KEPT_BACK = 2 * 100 * 1024;
/** Of a PEM block whose end does not come so many lines are taken for its body. */
const LONGEST_PEM = 400;

const BEGIN = '-----BEGIN ';
const END = /-----END [A-Z0-9 ]{0,60}-----/;
const LONGEST_END = 80;

type State = {
  known: string[];
  buffer: string;
  /** Lines of a PEM block so far, or null outside. */
  pem: number | null;
  /** The last thing let go was a secret that may go on. */
  inSecret: boolean;
};

const hidden = (line: string, known: string[]): string => {
  let text = '';
  let at = 0;
  for (const { from, to } of secretsIn(line, known)) {
    text += line.slice(at, from) + REDACTED;
    at = to;
  }
  return text + line.slice(at);
};

/** The part of a line after the end of the PEM block it is in, or null when that does not come. */
const afterPem = (state: State, line: string): string | null => {
  const end = END.exec(line);
  state.pem = end === null && state.pem !== null && state.pem < LONGEST_PEM ? state.pem + 1 : null;
  if (end !== null) return line.slice(end.index + end[0].length);
  return state.pem === null ? line : null;
};

const redactLine = (state: State, line: string, lineEnd: string): string => {
  let rest: string | null = line;
  let text = '';
  if (state.pem !== null) {
    rest = afterPem(state, line);
    if (rest === null || rest === '') return '';
  }
  for (let at = rest.indexOf(BEGIN); at >= 0; at = rest.indexOf(BEGIN)) {
    text += hidden(rest.slice(0, at), state.known) + REDACTED;
    state.pem = 0;
    rest = afterPem(state, rest.slice(at + BEGIN.length));
    if (rest === null) return text + lineEnd;
  }
  return text + hidden(rest, state.known) + lineEnd;
};

/** The rest of a secret that was too long to be kept back as a whole. */
const skipSecret = (state: State): void => {
  const end = state.buffer.search(/[\s"',;}]/);
  state.inSecret = end < 0;
  state.buffer = end < 0 ? '' : state.buffer.slice(end);
};

/** Lets go of the first part of a line that is too long to be kept back. */
const letGo = (state: State): string => {
  const { buffer } = state;
  if (state.pem !== null && !END.test(buffer)) {
    state.buffer = buffer.slice(-LONGEST_END);
    return '';
  }
  const begin = buffer.indexOf(BEGIN);
  const cut = begin >= 0 || state.pem !== null ? buffer.length - LONGEST_END : buffer.length - KEPT_BACK;
  const across = secretsIn(buffer, state.known).find(({ start, to }) => start < cut && to > cut);
  const at = across === undefined ? cut : across.start > 0 ? across.start : across.to;
  state.buffer = buffer.slice(at);
  state.inSecret = across !== undefined && at === buffer.length;
  return redactLine(state, buffer.slice(0, at), '');
};

const LINE = /([^\r\n]*)(\r\n|\r|\n)/g;

/** Whole lines: at once, as long as no PEM block is about. */
const redactLines = (state: State, lines: string): string => {
  if (state.pem === null && !lines.includes(BEGIN)) return hidden(lines, state.known);
  return Array.from(lines.matchAll(LINE), ([, line = '', end = '']) => redactLine(state, line, end)).join('');
};

/** After the last whole line; a carriage return at the very end may be half of a line's end. */
const wholeLines = (text: string): number => Math.max(text.lastIndexOf('\n'), text.lastIndexOf('\r', text.length - 2)) + 1;

const push = (state: State, text: string): string => {
  state.buffer += text;
  if (state.inSecret) skipSecret(state);
  const end = wholeLines(state.buffer);
  let safe = end > 0 ? redactLines(state, state.buffer.slice(0, end)) : '';
  state.buffer = state.buffer.slice(end);
  while (state.buffer.length > 2 * KEPT_BACK) safe += letGo(state);
  return safe;
};

const streamOver = (known: string[]): RedactedStream => {
  const state: State = { known, buffer: '', pem: null, inSecret: false };
  return {
    push: (text) => push(state, text),
    end: () => {
      const rest = state.buffer;
      state.buffer = '';
      return redactLine(state, rest, '');
    },
  };
};

/** `secrets` are declared values: they are hidden however short they are. */
export const redactorFor = (secrets: string[]): Redactor => {
  const known = secrets.flatMap(formsOf);
  const text = (whole: string): string => {
    const stream = streamOver(known);
    return stream.push(whole) + stream.end();
  };
  return { text, stream: () => streamOver(known) };
};
