/**
 * Builds what users get: `dist/cli`, the code-split bin of the package with the catalogue beside it, and
 * `dist/one/runbook.mjs`, the same in one file, to be copied to a broken node without a network.
 */
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { build } from 'tsdown';
import type { InlineConfig } from 'tsdown';
import { entryOf } from '../src/catalog/catalogue.ts';
import type { Runbook } from '../src/domain/runbook.ts';

const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };

/** Native or large, and of use in a checkout only: `lint` and `new` load them from there. */
const CHECKOUT_ONLY = ['satteri'];

/** An article without an extracted runbook is not ready to be shipped. */
const runbooks = (): Runbook[] =>
  readdirSync('runbooks')
    .map((name) => join('runbooks', name, 'runbook.json'))
    .filter((file) => existsSync(file))
    .map((file) => JSON.parse(readFileSync(file, 'utf8')) as Runbook);

const common: InlineConfig = {
  format: 'esm',
  platform: 'node',
  target: 'node22',
  dts: false,
  minify: true,
  logLevel: 'warn',
  config: false,
  deps: { alwaysBundle: [/.*/], neverBundle: CHECKOUT_ONLY, onlyBundle: false },
};

const writeCatalogue = (directory: string, all: Runbook[]): void => {
  mkdirSync(directory, { recursive: true });
  writeFileSync(join(directory, 'index.json'), JSON.stringify(all.map(entryOf)));
  for (const runbook of all) writeFileSync(join(directory, `${runbook.slug}.json`), JSON.stringify(runbook));
};

const all = runbooks();
const define = { KUBEMEND_VERSION: JSON.stringify(version) };
const catalogue = JSON.stringify({ index: all.map(entryOf), runbooks: Object.fromEntries(all.map((runbook) => [runbook.slug, runbook])) });

await build({ ...common, entry: { runbook: 'src/cli/main.ts' }, outDir: 'dist/cli', define });
writeCatalogue('dist/cli/catalogue', all);
await build({
  ...common,
  entry: { runbook: 'src/cli/main.ts' },
  outDir: 'dist/one',
  define: { ...define, KUBEMEND_CATALOGUE: catalogue },
  outputOptions: { codeSplitting: false },
  alias: Object.fromEntries(['lint', 'new'].map((name) => [resolve(`src/cli/commands/${name}.ts`), resolve('src/cli/checkout-only.ts')])),
});
