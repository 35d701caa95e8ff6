/** Begins an article: a skeleton that `lint` tells how to finish. */
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { slugSchema } from '../../domain/ids.ts';
import { fail } from '../../domain/problem.ts';
import { skeleton } from '../../catalog/skeleton.ts';
import { openCatalogue } from '../catalogue.ts';
import { checkoutRoot } from '../checkout.ts';
import type { Io } from '../io.ts';

export const begin = async (io: Io, [slug = '']: string[], { json }: { json?: boolean }): Promise<number> => {
  if (!slugSchema.safeParse(slug).success)
    return fail('usage', `${slug} is no slug: lower-case words joined by "-", such as microk8s-dnat.`);
  const root = checkoutRoot('new', io.cwd);
  const existing = (await (await openCatalogue(io)).list()).map((entry) => ({ id: entry.id, slug: entry.slug }));
  if (existing.some((entry) => entry.slug === slug)) return fail('usage', `There is an article ${slug} already.`);
  const files = skeleton({ slug, existing });
  const there = files.find(({ path }) => existsSync(join(root, path)));
  if (there)
    return fail('usage', `${slug} was begun already: ${there.path} is there.`, {
      hint: `runbook lint content/articles/${slug} tells what is left to write.`,
    });
  for (const { path, text } of files) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text, { flag: 'wx' });
  }
  if (json) io.out(`${JSON.stringify({ version: 1, slug, files: files.map(({ path }) => path) })}\n`);
  else
    io.out(
      `${files.map(({ path }) => `  ${path}\n`).join('')}\n  Next: runbook lint content/articles/${slug} tells what is left to write.\n`,
    );
  return 0;
};
