/** The checks that need no test framework. One check is one line here. */

/** `npm run lint` runs the quick ones alone. */
export type Check = { name: string; run: string; lane: 'sources' | 'astro'; quick?: true };

/** The lanes run side by side, the checks of a lane in order: two Astros at once would write the same files. `npm test` begins its tests when that of Astro is through. */
export const checks: readonly Check[] = [
  { lane: 'sources', name: 'lock complete', run: 'node scripts/complete-lock.ts --check' },
  { lane: 'sources', name: 'format', run: 'oxfmt --check', quick: true },
  { lane: 'sources', name: 'lint', run: 'oxlint', quick: true },
  { lane: 'astro', name: 'types', run: 'astro sync && tsc --noEmit -p .' },
  { lane: 'astro', name: 'types of the site', run: 'astro check --tsconfig src/site/tsconfig.json' },
  { lane: 'sources', name: 'runbooks extracted', run: 'node scripts/extract.ts --check' },
  { lane: 'sources', name: 'content lint', run: 'node src/cli/main.ts lint', quick: true },
];
