/** "Did you mean": the closest word, where there is one close enough. */
import { distance } from 'fastest-levenshtein';

/** One slip in a short word, three in a long one. */
const slipsAllowed = (word: string): number => Math.min(3, Math.max(1, Math.floor(word.length / 3)));

const distanceTo = (word: string, candidate: string): number => distance(word.toLowerCase(), candidate.toLowerCase());

/** The closest words first; none where nothing is near. A cut-off word is near to what it begins. */
export const nearestAll = (word: string, candidates: readonly string[]): string[] => {
  const isNear = (candidate: string): boolean =>
    distanceTo(word, candidate) <= slipsAllowed(word) || (word.length >= 3 && candidate.startsWith(word));
  return candidates.filter(isNear).toSorted((a, b) => distanceTo(word, a) - distanceTo(word, b));
};

export const nearest = (word: string, candidates: readonly string[]): string | null => nearestAll(word, candidates)[0] ?? null;

/** A sentence for the help of a finding: the nearest word, or else all there are. */
export const suggest = (word: string, candidates: readonly string[]): string => {
  const near = nearest(word, candidates);
  if (near !== null) return `did you mean \`${near}\`?`;
  return candidates.length === 0 ? 'there is none to choose from' : `expected one of ${candidates.join(', ')}`;
};
