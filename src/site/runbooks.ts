/** The runbooks, as extracted: pages show what the runner runs. */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { catalogueFromTree } from '../catalog/catalogue.ts';
import type { Runbook } from '../domain/runbook.ts';
import { settings } from './settings.ts';

const catalogue = catalogueFromTree(pathToFileURL(`${settings.contentRoot}/`));

export const runbookFolder = (slug: string): string => join(settings.contentRoot, 'runbooks', slug);

const load = async (slug: string): Promise<Runbook> => {
  const runbook = await catalogue.load(slug);
  if (runbook === null) throw new Error(`${runbookFolder(slug)}/runbook.json is missing: run \`npm run extract\`.`);
  return runbook;
};

const loaded = new Map<string, Promise<Runbook>>();

export const loadRunbook = (slug: string): Promise<Runbook> => {
  const runbook = (import.meta.env.DEV ? undefined : loaded.get(slug)) ?? load(slug);
  loaded.set(slug, runbook);
  return runbook;
};

export const listRunbooks = async (): Promise<Runbook[]> => Promise.all((await catalogue.list()).map(({ slug }) => loadRunbook(slug)));
