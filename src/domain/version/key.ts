/**
 * A version's place as nested numbers, so that one comparison serves every ordering. Lists are compared item by item
 * and what is missing counts as zero: an ordering puts what sorts before the end below zero, what sorts after it above.
 */
export type Key = number | bigint | readonly Key[];
export type Order = -1 | 0 | 1;

const isList = (key: Key): key is readonly Key[] => typeof key === 'object';
const listOf = (key: Key): readonly Key[] => (isList(key) ? key : [key]);

const compareLists = (a: readonly Key[], b: readonly Key[]): Order => {
  for (let at = 0; at < Math.max(a.length, b.length); at += 1) {
    const order = compareKeys(a[at] ?? 0, b[at] ?? 0);
    if (order !== 0) return order;
  }
  return 0;
};

export const compareKeys = (a: Key, b: Key): Order => {
  if (isList(a) || isList(b)) return compareLists(listOf(a), listOf(b));
  if (a < b) return -1;
  return a > b ? 1 : 0;
};

/** Letters by their codes: a word sorts after its own beginning. */
export const wordKey = (word: string): Key => Array.from(word, (letter) => letter.codePointAt(0) ?? 0);

/** A run of digits, exact however long. */
export const digitsKey = (digits: string): Key => BigInt(digits);

/** `1.32.2` → [1, 32, 2]. */
export const dottedKey = (dotted: string): Key[] => dotted.split('.').map(digitsKey);

const NUMBER = 1;
const WORD = 2;

/** One part of a pre-release: after the end of a shorter one, numbers before words (semver.org, rule 11.4). */
export const partKey = (part: string): Key => (/^\d+$/.test(part) ? [NUMBER, digitsKey(part)] : [WORD, wordKey(part)]);

const RELEASE = 0;
const BEFORE_RELEASE = -1;

/** The parts of a pre-release, none for a release, which comes after all of them. */
export const preReleaseKey = (parts: string[]): Key => (parts.length === 0 ? RELEASE : [BEFORE_RELEASE, ...parts.map(partKey)]);

/** `rc10`, `rc.10` → rc, 10: so that rc2 comes before rc10, as people number them. */
export const naturalParts = (text: string): string[] => text.match(/\d+|[a-z]+/gi) ?? [];
