/** Takes out of the sitemap what says of itself that it is not to be found: other addresses of an article, and what is not there. */
import { glob, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { AstroIntegration } from 'astro';

const ENTRY = /<url><loc>([^<]+)<\/loc>.*?<\/url>/g;

const isHidden = async (page: string): Promise<boolean> => (await readFile(page, 'utf8')).includes('<meta name="robots" content="noindex"');

const withoutHidden = async (xml: string, fileOf: (address: string) => string): Promise<string> => {
  const entries = [...xml.matchAll(ENTRY)];
  const hidden = await Promise.all(entries.map(([, address = '']) => isHidden(fileOf(address))));
  return entries.reduce((text, [entry], at) => (hidden[at] ? text.replace(entry, '') : text), xml);
};

export const honestSitemap = (base: string): AstroIntegration => ({
  name: 'honest-sitemap',
  hooks: {
    'astro:build:done': async ({ dir }) => {
      const root = fileURLToPath(dir);
      const fileOf = (address: string): string => join(root, new URL(address).pathname.slice(base.length), 'index.html');
      for await (const name of glob('sitemap-[0-9]*.xml', { cwd: root })) {
        const file = join(root, name);
        await writeFile(file, await withoutHidden(await readFile(file, 'utf8'), fileOf));
      }
    },
  },
});
