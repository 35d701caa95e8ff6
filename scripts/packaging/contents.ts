/** What is built into the command line besides its code: the catalogue, its date, the version. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { entryOf } from '../../src/catalog/catalogue.ts';
import type { Runbook } from '../../src/domain/runbook.ts';

export const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };

/** An article without an extracted runbook is not ready to be shipped. */
const runbooks = (): Runbook[] =>
  readdirSync('runbooks')
    .map((name) => join('runbooks', name, 'runbook.json'))
    .filter((file) => existsSync(file))
    .map((file) => JSON.parse(readFileSync(file, 'utf8')) as Runbook);

const all = runbooks();

/** The day on which an article or a runbook was last changed; outside of git the day that SOURCE_DATE_EPOCH says, or today. */
export const catalogueDate = (): string => {
  try {
    const day = execFileSync('git', ['log', '-1', '--format=%cs', '--', 'content/articles', 'runbooks'], {
      encoding: 'utf8',
      stdio: 'pipe',
    }).trim();
    if (day !== '') return day;
  } catch {
    // No git, or no repository: the day of the build has to do.
  }
  const epoch = process.env['SOURCE_DATE_EPOCH'];
  return new Date(epoch === undefined ? Date.now() : Number(epoch) * 1000).toISOString().slice(0, 10);
};

export const define: Record<string, string> = {
  KUBEMEND_VERSION: JSON.stringify(version),
  KUBEMEND_CATALOGUE_DATE: JSON.stringify(catalogueDate()),
};

/** For builds that are one file. */
export const defineWithCatalogue: Record<string, string> = {
  ...define,
  KUBEMEND_CATALOGUE: JSON.stringify({ index: all.map(entryOf), runbooks: Object.fromEntries(all.map((one) => [one.slug, one])) }),
};

/** For the package: an index for `list`, and a file an article. */
export const writeCatalogue = (directory: string): void => {
  mkdirSync(directory, { recursive: true });
  writeFileSync(join(directory, 'index.json'), JSON.stringify(all.map(entryOf)));
  for (const runbook of all) writeFileSync(join(directory, `${runbook.slug}.json`), JSON.stringify(runbook));
};
