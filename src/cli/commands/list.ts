/** The articles there are, a line each. To start as fast as Node does, it imports no schema. */
import type { Language } from '../../domain/language.ts';
import { openCatalogue } from '../catalogue.ts';
import type { CatalogueOptions } from '../catalogue.ts';
import { processIo } from '../io.ts';
import type { Io } from '../io.ts';

const WITHDRAWN: Record<Language, string> = { en: ' (withdrawn)', 'zh-cn': '（已撤回）' };

type ListOptions = CatalogueOptions & { json?: boolean };

export const list = async (io: Io, _args: string[], { json, ...options }: ListOptions): Promise<number> => {
  const entries = await (await openCatalogue(io, options)).list();
  if (json) {
    io.out(`${JSON.stringify({ version: 1, articles: entries }, null, 2)}\n`);
    return 0;
  }
  const widest = Math.max(0, ...entries.map(({ slug }) => slug.length));
  for (const entry of entries) {
    const { slug, id, title, withdrawn } = entry;
    const mark = withdrawn === undefined ? '' : WITHDRAWN[io.language];
    io.out(`${slug.padEnd(widest)}  ${id}  ${title[io.language] ?? title.en}${mark}\n`);
  }
  return 0;
};

export const listAtOnce = (how: { json: boolean }): Promise<number> => list(processIo(undefined), [], how);
