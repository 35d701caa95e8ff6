/**
 * Of a pasted error, the words that an article can have as well: no times, ids, digests and addresses, and none of the marks that a log
 * puts around words. Pagefind takes quotes for a phrase.
 */
const OWN = [
  /\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[+-][\d:]+)?/g,
  /(?:sha256:)?\b[0-9a-f]{12,}\b/g,
  /\b\d{1,3}(?:\.\d{1,3}){3}(?::\d+)?\b/g,
  /\b\d+(?:\.\d+)? ?(?:ms|s)\b/g,
  /\b(?:time|level|msg|error|err)=/g,
  /["\\[\]{}]/g,
];

/** The query as it is where nothing else would be left of it. */
export const wantedWords = (query: string): string => {
  const words = OWN.reduce((rest, pattern) => rest.replaceAll(pattern, ' '), query);
  return words.replaceAll(/\s+/g, ' ').trim() || query;
};
