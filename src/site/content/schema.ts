/** The frontmatter of articles and pages, in the shape that Starlight wants. The schemas of articles are the domain's own. */
import { docsSchema } from '@astrojs/starlight/schema';
import type { SchemaContext } from 'astro:content';
import * as z from 'zod';
import { slugSchema } from '../../domain/ids.ts';
import { articleSchema, translationSchema } from '../../domain/article.ts';

const pageSchema = z.strictObject({
  title: z.string().min(1),
  description: z.string().min(1),
  template: z.enum(['doc', 'splash']).default('doc'),
  pagefind: z.boolean().default(true),
  leadsTo: slugSchema.optional().describe('The article that this page is only another address of.'),
});

/** An article has an id, a translation has titles of steps, a page has neither. */
const kindOf = (raw: Record<string, unknown>): 'article' | 'translation' | 'page' =>
  'id' in raw || 'distro' in raw ? 'article' : 'steps' in raw ? 'translation' : 'page';

const schemas = { article: articleSchema, translation: translationSchema, page: pageSchema };

/** Astro reads YAML 1.1, where a day is a Date; lint and extraction read YAML 1.2, where it is text. */
const withDaysAsText = (raw: Record<string, unknown>): Record<string, unknown> => {
  const { withdrawn } = raw;
  if (typeof withdrawn !== 'object' || withdrawn === null || !('since' in withdrawn) || !(withdrawn.since instanceof Date)) return raw;
  return { ...raw, withdrawn: { ...withdrawn, since: withdrawn.since.toISOString().slice(0, 'yyyy-mm-dd'.length) } };
};

export const entrySchema = (context: SchemaContext) => {
  const starlight = docsSchema()(context);
  return z.record(z.string(), z.unknown()).transform((read, checks) => {
    const raw = withDaysAsText(read);
    const kind = kindOf(raw);
    const parsed = schemas[kind].safeParse(raw);
    if (!parsed.success) {
      for (const issue of parsed.error.issues) checks.issues.push({ ...issue, input: raw } as (typeof checks.issues)[number]);
      return z.NEVER;
    }
    const { data } = parsed;
    // Search engines and cards would show the marks of `code`, the only ones that these sentences have.
    const shell = starlight.parse('summary' in data ? { title: data.title, description: data.summary.replaceAll('`', '') } : data);
    return { ...shell, kind, article: 'id' in data ? data : undefined, leadsTo: 'leadsTo' in data ? data.leadsTo : undefined };
  });
};
