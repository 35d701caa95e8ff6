/** Puts the runner that is one file beside the pages, for nodes that cannot reach a registry. */
import { copyFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { AstroIntegration } from 'astro';

const BUILT = fileURLToPath(new URL('../../../dist/one/runbook.mjs', import.meta.url));

export const oneFile = (): AstroIntegration => ({
  name: 'one-file',
  hooks: {
    'astro:build:done': async ({ dir }) => {
      await copyFile(BUILT, new URL('runbook.mjs', dir)).catch(() => {
        throw new Error(`${BUILT} is not there: npm ci and npm run build make it before the site`);
      });
    },
  },
});
