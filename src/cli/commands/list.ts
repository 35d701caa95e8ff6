/** The articles there are, a line each. */
import { openCatalogue } from '../catalogue.ts';
import type { CatalogueOptions } from '../catalogue.ts';
import type { Io } from '../io.ts';
import { withdrawnMark } from '../withdrawn.ts';

type ListOptions = CatalogueOptions & { json?: boolean };

export const list = async (io: Io, _args: string[], { json, ...options }: ListOptions): Promise<number> => {
  const entries = await (await openCatalogue(io, options)).list();
  if (json) {
    io.out(`${JSON.stringify({ version: 1, articles: entries }, null, 2)}\n`);
    return 0;
  }
  const widest = Math.max(0, ...entries.map(({ slug }) => slug.length));
  for (const entry of entries) {
    const { slug, id, title } = entry;
    io.out(`${slug.padEnd(widest)}  ${id}  ${title[io.language] ?? title.en}${withdrawnMark(entry, io.language)}\n`);
  }
  return 0;
};
