/**
 * Pagefind answers a word that it does not know with pages that have the beginning of it, or only the other words.
 * A page is shown if it has every word that was asked for, endings aside.
 */

const HAN = /\p{Script=Han}/u;
const SHORTEST_STEM = 3;
const LONGEST_ENDING = 3;

/** `refuses` asks for `refu…`; Chinese has no endings, and is asked for character by character. */
const stemsOf = (query: string): string[] =>
  [...query.toLowerCase().matchAll(/\p{Script=Han}|[\p{L}\p{N}]+/gu)].map(([word]) =>
    HAN.test(word) ? word : word.slice(0, Math.max(Math.min(word.length, SHORTEST_STEM), word.length - LONGEST_ENDING)),
  );

export const hasEveryWord = (query: string, text: string): boolean => {
  const content = text.toLowerCase();
  return stemsOf(query).every((stem) => content.includes(stem));
};
