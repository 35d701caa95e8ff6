import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { buildPackage } from '../../scripts/packaging/bundles.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** The folder of the command line as users get it, built from the files of now. */
    cli: string;
  }
}

/** Inside the checkout, as that of the package is: `lint` and `new` find their parsers from there. */
const CACHE = join(import.meta.dirname, '../../node_modules/.cache');

/** Builds the command line that the tests of a project call, in a second: it starts in half the time that the sources take. */
export default async function setup(project: TestProject): Promise<() => void> {
  mkdirSync(CACHE, { recursive: true });
  const folder = mkdtempSync(join(CACHE, 'cli-'));
  chmodSync(folder, 0o755);
  await buildPackage(folder);
  project.provide('cli', folder);
  return () => rmSync(folder, { recursive: true, force: true });
}
