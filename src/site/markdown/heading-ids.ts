/**
 * A heading of the prose and a step of the runbook may have one name; the step's anchor is the one that never changes.
 * So headings get a `_` in front, which no id of a step has.
 */
import type { satteri } from '@astrojs/markdown-satteri';

type Plugins = NonNullable<NonNullable<Parameters<typeof satteri>[0]>['hastPlugins']>;
type Entry = Plugins[number];

const slugOf = (text: string): string =>
  text
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
    .trim()
    .replaceAll(/\s+/g, '-');

const visitor = (seen: Map<string, number>): Extract<Entry, { name: string }> => ({
  name: 'heading-ids-of-ours',
  element: {
    filter: ['h2', 'h3', 'h4', 'h5', 'h6'],
    visit(node, context) {
      const slug = slugOf(context.textContent(node));
      const times = seen.get(slug) ?? 0;
      seen.set(slug, times + 1);
      context.setProperty(node, 'id', times === 0 ? `_${slug}` : `_${slug}-${times}`);
    },
  },
});

/** One count for each document. */
export const headingIds: Entry = () => visitor(new Map());
