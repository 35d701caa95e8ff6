/** The builds of the command line: code-split for the package, one module to copy, one script for the single executable. */
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { build } from 'tsdown';
import type { InlineConfig } from 'tsdown';
import { define, defineWithCatalogue, writeCatalogue } from './contents.ts';

/** Native or large, and of use in a checkout only: `lint` and `new` load them from there. */
const CHECKOUT_ONLY = ['satteri'];

const common: InlineConfig = {
  entry: { runbook: 'src/cli/main.ts' },
  platform: 'node',
  target: 'node22',
  dts: false,
  minify: true,
  logLevel: 'warn',
  config: false,
  deps: { alwaysBundle: [/.*/], neverBundle: CHECKOUT_ONLY, onlyBundle: false },
};

const oneFile: InlineConfig = {
  ...common,
  define: defineWithCatalogue,
  outputOptions: { codeSplitting: false },
  alias: {
    ...Object.fromEntries(['lint', 'new'].map((name) => [resolve(`src/cli/commands/${name}.ts`), resolve('src/cli/checkout-only.ts')])),
    [resolve('src/cli/own/parse.ts')]: resolve('src/cli/own/absent-parser.ts'),
  },
};

/** What `list` needs, which is to start as fast as Node itself: in few files, since each costs. */
const QUICK = /src\/(cli\/(io|catalogue)|domain\/(problem|language))\.ts$/;
const quick = { codeSplitting: { groups: [{ name: 'at-once', test: QUICK }] } };

/** `dist/cli`: the bin of the package, with the catalogue beside it. */
export const buildPackage = async (outDir = 'dist/cli'): Promise<void> => {
  await build({ ...common, format: 'esm', outDir, define, outputOptions: quick });
  writeCatalogue(join(outDir, 'catalogue'));
};

/** `dist/script/runbook.cjs`: all in one script, which is what Node can put into an executable. */
export const buildScript = async (): Promise<void> => void (await build({ ...oneFile, format: 'cjs', outDir: 'dist/script' }));

/** A module whose imports a Node cannot satisfy is not even begun, so what is newer stands behind the refusal, as a script. */
const module = (refusal: string, script: string): string => `#!/usr/bin/env node
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
${refusal.replace(/^import .*$/gm, '')}
const require = createRequire(import.meta.url);
const __filename = fileURLToPath(import.meta.url);
const exports = {};
if (!KUBEMEND_REFUSAL.refused()) (() => {
${script.replace(/^#!.*\n/, '')}
})();
`;

/** `dist/one/runbook.mjs`: all in one module, to be copied to a broken node without a network. */
export const buildOneFile = async (): Promise<void> => {
  const readable: InlineConfig = { ...oneFile, target: 'node14', outDir: 'dist/one' };
  await build({ ...readable, entry: { refusal: 'src/cli/refusal.ts' }, format: 'iife', globalName: 'KUBEMEND_REFUSAL' });
  const refusal = readFileSync('dist/one/refusal.iife.js', 'utf8');
  await build({ ...readable, format: 'cjs' });
  writeFileSync('dist/one/runbook.mjs', module(refusal, readFileSync('dist/one/runbook.cjs', 'utf8')), { mode: 0o755 });
  rmSync('dist/one/runbook.cjs');
};
