/** Prints an article, commands verbatim. */
import { runbookDigest } from '../../domain/digest.ts';
import { articleText } from '../article-text.ts';
import { findRunbook, openCatalogue } from '../catalogue.ts';
import type { CatalogueOptions } from '../catalogue.ts';
import type { Io } from '../io.ts';

type ShowOptions = CatalogueOptions & { json?: boolean };

export const show = async (io: Io, [article = '']: string[], { json, ...options }: ShowOptions): Promise<number> => {
  const runbook = await findRunbook(article, await openCatalogue(io, options));
  if (json) io.out(`${JSON.stringify({ version: 1, digest: await runbookDigest(runbook), runbook }, null, 2)}\n`);
  else io.out(articleText(runbook, io));
  return 0;
};
