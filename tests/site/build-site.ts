import { execa } from 'execa';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { makeFixtureTree } from './fixture-tree.ts';
import { serve } from './serve.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Where the real site is served; ends in a slash. */
    siteUrl: string;
    /** Where the site of the fixtures is served, from a folder of its own; ends in a slash. */
    fixtureUrl: string;
    /** How long the real site took to build. */
    buildSeconds: number;
  }
}

export const FIXTURE_BASE = '/docs/kubemend/';

/** Under these, which vitest sets, Astro builds a development site: without search, for one. */
const VITEST_SETS = ['DEV', 'PROD', 'SSR', 'MODE', 'NODE_ENV', 'BASE_URL', 'VITEST', 'VITEST_MODE', 'TEST'];

const buildEnvironment = (): NodeJS.ProcessEnv =>
  Object.fromEntries(Object.entries(process.env).filter(([name]) => !VITEST_SETS.includes(name)));

const build = async (env: NodeJS.ProcessEnv = {}): Promise<number> => {
  const started = performance.now();
  const all = { ...buildEnvironment(), ASTRO_TELEMETRY_DISABLED: '1', ...env };
  await execa('astro', ['build'], { preferLocal: true, extendEnv: false, env: all });
  return (performance.now() - started) / 1000;
};

const buildFixtures = async (root: string): Promise<string> => {
  await makeFixtureTree(join(root, 'tree'), 'stale');
  const out = join(root, 'site');
  await build({
    CONTENT_ROOT: join(root, 'tree'),
    SITE_OUT_DIR: out,
    SITE_CACHE_DIR: join(root, 'cache'),
    BASE_PATH: FIXTURE_BASE,
    SITE_URL: 'https://example.org',
  });
  return out;
};

/** Builds the real site and that of the fixtures, one after the other, serves both for the tests of this project, and stops serving. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const root = await mkdtemp(join(tmpdir(), 'kubemend-site-'));
  project.provide('buildSeconds', await build());
  const served = [await serve('dist/site'), await serve(await buildFixtures(root), FIXTURE_BASE)];
  project.provide('siteUrl', served[0]?.url ?? '');
  project.provide('fixtureUrl', served[1]?.url ?? '');
  return async () => {
    await Promise.all(served.map(({ stop }) => stop()));
    await rm(root, { recursive: true, force: true });
  };
}
