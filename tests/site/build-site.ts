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
  }
}

export const FIXTURE_BASE = '/docs/kubemend/';

/** Under these, which vitest sets, Astro builds a development site: without search, for one. */
const VITEST_SETS = ['DEV', 'PROD', 'SSR', 'MODE', 'NODE_ENV', 'BASE_URL', 'VITEST', 'VITEST_MODE', 'TEST'];

const buildEnvironment = (): NodeJS.ProcessEnv =>
  Object.fromEntries(Object.entries(process.env).filter(([name]) => !VITEST_SETS.includes(name)));

const build = async (out: string, env: NodeJS.ProcessEnv = {}): Promise<string> => {
  const all = { ...buildEnvironment(), ASTRO_TELEMETRY_DISABLED: '1', ...env, SITE_OUT_DIR: out };
  const { durationMs } = await execa('astro', ['build'], { preferLocal: true, extendEnv: false, env: all });
  console.log(`${out} was built in ${(durationMs / 1000).toFixed(1)} s`);
  return out;
};

const buildFixtures = async (root: string): Promise<string> => {
  await makeFixtureTree(join(root, 'tree'), 'stale');
  return build(join(root, 'site'), {
    CONTENT_ROOT: join(root, 'tree'),
    SITE_CACHE_DIR: join(root, 'cache'),
    BASE_PATH: FIXTURE_BASE,
    SITE_URL: 'https://example.org',
  });
};

/** Serves the real site and that of the fixtures for the tests of this project, which it builds meanwhile, one after the other: two Astros at once would write the same files. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const root = await mkdtemp(join(tmpdir(), 'kubemend-site-'));
  const real = build('dist/site');
  const fixtures = real.then(() => buildFixtures(root));
  const served = [await serve(real), await serve(fixtures, FIXTURE_BASE)];
  project.provide('siteUrl', served[0]?.url ?? '');
  project.provide('fixtureUrl', served[1]?.url ?? '');
  return async () => {
    await Promise.allSettled([real, fixtures]);
    await Promise.all(served.map(({ stop }) => stop()));
    await rm(root, { recursive: true, force: true });
  };
}
