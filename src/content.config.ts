import { defineCollection } from 'astro:content';
import { i18nSchema } from '@astrojs/starlight/schema';
import { glob } from 'astro/loaders';
import { join } from 'node:path';
import { contentPatterns, entryId } from './site/content/ids.ts';
import { entrySchema } from './site/content/schema.ts';
import { settings } from './site/settings.ts';

const content = glob({
  base: join(settings.contentRoot, 'content'),
  pattern: contentPatterns(settings.contentRoot),
  generateId: ({ entry }) => entryId(entry),
});

export const collections = {
  docs: defineCollection({ loader: content, schema: entrySchema }),
  // Starlight complains on every build when this is empty, so it gets the one sentence of its own that we say otherwise.
  i18n: defineCollection({ loader: () => [{ id: 'zh-CN', 'skipLink.label': '跳到正文' }], schema: i18nSchema() }),
};
