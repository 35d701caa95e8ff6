/** `/…/` is RE2 syntax, tried line by line; anything else is a literal looked for in each line. The same in Node and in a browser. */
import { RE2JS } from 're2js';

const LONGEST = 1000;

/** A line that matched, and what in it, from which column (from 1). `capture` is the first group; null where there is none or it took no part. */
export type PatternMatch = { line: number; text: string; column: number; found: string; capture: string | null };

export type Pattern = { kind: 'ok'; groups: number; lines: (text: string) => PatternMatch[] };
export type CompiledPattern = Pattern | { kind: 'bad'; why: string };

/** What a matcher says of one line: no match, or a match with what it captured. */
type TryLine = (line: string) => { at: number; found: string; capture: string | null } | null;

const linesOf = (text: string): string[] => {
  const lines = text.split(/\r?\n/);
  return lines.at(-1) === '' ? lines.slice(0, -1) : lines;
};

const pattern = (groups: number, tryLine: TryLine): Pattern => ({
  kind: 'ok',
  groups,
  lines: (text) =>
    linesOf(text).flatMap((line, index) => {
      const match = tryLine(line);
      if (match === null) return [];
      return [{ line: index + 1, text: line, column: match.at + 1, found: match.found, capture: match.capture }];
    }),
});

const literal = (text: string): Pattern =>
  pattern(0, (line) => {
    const at = line.indexOf(text);
    return at === -1 ? null : { at, found: text, capture: null };
  });

const expression = (source: string, flags: string): CompiledPattern => {
  try {
    const compiled = RE2JS.compile(source, flags === 'i' ? RE2JS.CASE_INSENSITIVE : 0);
    const groups = compiled.groupCount();
    return pattern(groups, (line) => {
      const matcher = compiled.matcher(line);
      if (!matcher.find()) return null;
      return { at: matcher.start(), found: matcher.group() ?? '', capture: groups > 0 ? matcher.group(1) : null };
    });
  } catch (error) {
    return { kind: 'bad', why: `RE2 refuses it: ${error instanceof Error ? error.message : String(error)}` };
  }
};

export const compilePattern = (text: string): CompiledPattern => {
  if (text.length > LONGEST) return { kind: 'bad', why: `it is longer than ${LONGEST} characters` };
  if (/[\r\n]/.test(text)) return { kind: 'bad', why: 'it has a line break, but is tried line by line' };
  const [, source, flags] = /^\/(.+)\/([dgimsuvy]*)$/.exec(text) ?? [];
  if (source === undefined || flags === undefined) return literal(text);
  if (flags !== '' && flags !== 'i') return { kind: 'bad', why: `the only flag is i, not ${flags}` };
  return expression(source, flags);
};

/** For patterns that the catalogue has checked already; a bad one is a bug. */
export const trustedPattern = (text: string): Pattern => {
  const compiled = compilePattern(text);
  if (compiled.kind === 'bad') throw new Error(`bad pattern ${text}: ${compiled.why}`);
  return compiled;
};

export const matches = (text: string, within: string): boolean => trustedPattern(text).lines(within).length > 0;

/** The first group of every line that matched, joined by newlines. */
export const captures = (text: string, within: string): string =>
  trustedPattern(text)
    .lines(within)
    .flatMap(({ capture }) => capture ?? [])
    .join('\n');

/** The declared values that a step printed. What no line gave is empty. */
export const extractOutputs = (outputs: Readonly<Record<string, string>>, stdout: string): Record<string, string> =>
  Object.fromEntries(Object.entries(outputs).map(([name, text]) => [name, captures(text, stdout)]));
