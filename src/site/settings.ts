/** What the surroundings decide about the site, in one place. */
import { resolve } from 'node:path';

const withSlashes = (path: string): string => `/${path}/`.replaceAll(/\/{2,}/g, '/');

const read = (env: NodeJS.ProcessEnv) => ({
  /** Where the site will be served: canonical links are made of it. */
  siteUrl: env['SITE_URL'] ?? 'https://kubemend.example',
  /** The folder it is served from: every internal link begins with it. */
  basePath: withSlashes(env['BASE_PATH'] ?? '/'),
  /** Where `content/` and `runbooks/` lie: the tests build a small site of their own from another folder. */
  contentRoot: resolve(env['CONTENT_ROOT'] ?? '.'),
  outDir: resolve(env['SITE_OUT_DIR'] ?? 'dist/site'),
  /** Two builds at once must not share one data store. */
  cacheDir: resolve(env['SITE_CACHE_DIR'] ?? 'node_modules/.astro'),
});

export const settings = read(process.env);
