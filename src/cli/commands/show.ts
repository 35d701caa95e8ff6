/** Prints an article, commands verbatim. */
import { runbookDigest } from '../../domain/digest.ts';
import { articleText } from '../article-text.ts';
import { findRunbook } from '../catalogue.ts';
import type { Io } from '../io.ts';

export const show = async (io: Io, [article = '']: string[], { json }: { json?: boolean }): Promise<number> => {
  const runbook = await findRunbook(article, io.env);
  if (json) io.out(`${JSON.stringify({ version: 1, digest: await runbookDigest(runbook), runbook }, null, 2)}\n`);
  else io.out(articleText(runbook, io));
  return 0;
};
