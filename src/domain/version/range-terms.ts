/** The conditions a range is written with, `>=1.32.0` and so on, where they stand, and how to write what is refused. */

/** One condition as written: `at` is its place in the whole text, `versionAt` that of the version in it. */
export type Term = { readonly operator: string; readonly version: string; readonly at: number; readonly versionAt: number };

const TERM = /([<>=!^~]+)[ \t]*([^\s<>=!]*)|[^\s<>=!]+/g;

const termAt = (match: RegExpExecArray, offset: number): Term => {
  const at = offset + match.index;
  const version = match[2] ?? match[0];
  return { operator: match[1] ?? '', version, at, versionAt: at + match[0].length - version.length };
};

/** The alternatives of a range, each with the place where it begins and its conditions. */
export const alternativesOf = (text: string): { at: number; terms: Term[] }[] => {
  let at = 0;
  return text.split('||').map((alternative) => {
    const offset = at;
    at += alternative.length + '||'.length;
    return { at: offset, terms: Array.from(alternative.matchAll(TERM), (match) => termAt(match, offset)) };
  });
};

const next = (numbers: number[], place: number): string =>
  numbers.map((number, at) => (at < place ? number : at === place ? number + 1 : 0)).join('.');

const between = (version: string, place: number): string => {
  const numbers = (/\d+(?:\.\d+)*/.exec(version)?.[0] ?? '1.2.3').split('.').map(Number).concat(0, 0).slice(0, 3);
  return `>=${numbers.join('.')} <${next(numbers, place)}`;
};

const HINTS: Record<string, (version: string) => string> = {
  '^': (version) => `say both ends: ${between(version, version.startsWith('0.') ? 1 : 0)}`,
  '~': (version) => `say both ends: ${between(version, 1)}`,
  '~>': (version) => `say both ends: ${between(version, 1)}`,
  '==': (version) => `write =${version}`,
  '=>': (version) => `write >=${version}`,
  '=<': (version) => `write <=${version}`,
  '!=': (version) => `write two alternatives: <${version} || >${version}`,
};

/** Why the operator is refused and what to write in its place. */
export const operatorHint = ({ operator, version }: Term): string => {
  const hint = HINTS[operator]?.(version || '1.2.3') ?? 'expected one of >= <= > < =';
  return `\`${operator}\` is not used in ranges; ${hint}`;
};

/** What to write in place of what is no version, as far as it can be guessed. */
export const versionHint = ({ operator, version }: Term, example: string): string => {
  if (version === '') return `expected a version after \`${operator}\`, such as ${example}`;
  if (version === '-') return '`-` is not used in ranges; say both ends: >=1.2.3 <=1.2.9';
  if (version.includes(',')) return 'conditions are joined by a space, not a comma: >=1.2.3 <1.3.0';
  if (version.includes('|')) return 'alternatives are joined by `||`';
  const wild = /^v?(\d+)(?:\.(\d+))?\.[x*]/i.exec(version);
  if (wild) return `\`${version}\` is not used in ranges; say both ends: ${between(version, wild[2] === undefined ? 0 : 1)}`;
  return `\`${version}\` is no version; expected one such as ${example}`;
};
