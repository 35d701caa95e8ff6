/** Indexes the built pages for the search box. Pagefind's own user interface is left out: ours is 2 kB. */
import { glob, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { AstroIntegration } from 'astro';
import { close, createIndex } from 'pagefind';

const THEIR_INTERFACE = 'pagefind-{ui,modular-ui,component-ui,highlight}*';

const stopOn = (errors: string[]): void => {
  if (errors.length > 0) throw new Error(`Pagefind could not index the site: ${errors.join('; ')}`);
};

const writeIndex = async (site: string): Promise<number> => {
  const { index, errors } = await createIndex();
  stopOn(errors);
  if (!index) throw new Error('Pagefind gave no index.');
  const added = await index.addDirectory({ path: site });
  stopOn(added.errors);
  const written = await index.writeFiles({ outputPath: join(site, 'pagefind') });
  stopOn(written.errors);
  return added.page_count;
};

export const searchIndex = (): AstroIntegration => ({
  name: 'search-index',
  hooks: {
    'astro:build:done': async ({ dir, logger }) => {
      const site = fileURLToPath(dir);
      const pages = await writeIndex(site);
      await close();
      const bundle = join(site, 'pagefind');
      for await (const file of glob(THEIR_INTERFACE, { cwd: bundle })) await rm(join(bundle, file));
      logger.info(`${pages} pages read.`);
    },
  },
});
