/** Who may import whom (src/<room>/…). ARCHITECTURE.md tells the reasons; tests/architecture.test.ts holds the code to it. */

export type Row = {
  rooms: readonly string[];
  /** Package names; `*` at the end stands for any rest. */
  packages: readonly string[];
  /** Files of other rooms of which the types, and only the types, may be imported. */
  types?: readonly string[];
};

const site: Row = {
  rooms: ['domain', 'catalog', 'match', 'site'],
  packages: ['astro', 'astro/*', 'astro:*', '@astrojs/*', 'virtual:starlight/*', 'zod', 'node:*', 'pagefind'],
};

export const importTable: Readonly<Record<string, Row>> = {
  domain: { rooms: ['domain'], packages: ['zod'] },
  match: { rooms: ['domain', 'match'], packages: ['re2js'] },
  redact: { rooms: ['redact'], packages: [] },
  catalog: {
    rooms: ['domain', 'match', 'catalog'],
    packages: ['satteri', 'yaml', 'unbash', 'fastest-levenshtein', '@huacnlee/autocorrect', 'zod', 'node:*'],
  },
  engine: { rooms: ['domain', 'match', 'redact', 'engine'], packages: [] },
  targets: { rooms: ['domain', 'targets'], packages: ['execa', 'node:*'], types: ['engine/ports.ts'] },
  journal: { rooms: ['domain', 'journal'], packages: ['zod', 'node:*'] },
  reporters: { rooms: ['domain', 'reporters'], packages: ['node:util', 'string-width', 'wrap-ansi'] },
  labs: { rooms: ['domain', 'match', 'redact', 'engine', 'targets', 'journal', 'catalog', 'labs'], packages: ['yaml', 'zod', 'node:*'] },
  cli: {
    rooms: ['domain', 'match', 'redact', 'catalog', 'engine', 'targets', 'journal', 'reporters', 'labs', 'cli'],
    packages: ['commander', 'node:*', 'string-width', 'wrap-ansi', 'yaml', 'zod'],
  },
  site,
  pages: site,
  'content.config.ts': site,
};

/** The one file that starts processes, and the packages that could. */
export const spawner = 'targets/spawn.ts';
export const spawningPackages: readonly string[] = ['execa', 'node:child_process', 'child_process'];
