import { preview } from 'astro';
import { execa } from 'execa';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  interface ProvidedContext {
    /** Where the built site is served, without the base path and without a slash at the end. */
    siteUrl: string;
  }
}

/** Under these, which vitest sets, Astro builds a development site: without search, for one. */
const VITEST_SETS = ['DEV', 'PROD', 'SSR', 'MODE', 'NODE_ENV', 'BASE_URL', 'VITEST', 'VITEST_MODE', 'TEST'];

const buildEnvironment = (): NodeJS.ProcessEnv =>
  Object.fromEntries(Object.entries(process.env).filter(([name]) => !VITEST_SETS.includes(name)));

/** Builds the site once, serves it for the tests of this project, and stops serving. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  await execa('astro', ['build'], { preferLocal: true, extendEnv: false, env: { ...buildEnvironment(), ASTRO_TELEMETRY_DISABLED: '1' } });
  const server = await preview({ logLevel: 'error', server: { port: 0, host: '127.0.0.1' } });
  project.provide('siteUrl', `http://127.0.0.1:${server.port}`);
  return () => server.stop();
}
