/** Lets articles link to `/kb/…` and still work when the site is served from a folder. */
import type { satteri } from '@astrojs/markdown-satteri';

type Plugins = NonNullable<NonNullable<Parameters<typeof satteri>[0]>['mdastPlugins']>;
export type MdastPlugin = Extract<Plugins[number], { name: string }>;

const isOwn = (url: string): boolean => url.startsWith('/') && !url.startsWith('//');

export const baseLinks = (base: string): MdastPlugin => ({
  name: 'base-links',
  link(node, context) {
    if (isOwn(node.url)) context.setProperty(node, 'url', base + node.url.slice(1));
  },
});
