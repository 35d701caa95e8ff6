import { satteri } from '@astrojs/markdown-satteri';
import starlight from '@astrojs/starlight';
import { defineConfig } from 'astro/config';
import { contentPolicy } from './src/site/build/content-policy.ts';
import { oneFile } from './src/site/build/one-file.ts';
import { honestSitemap } from './src/site/build/sitemap.ts';
import { searchIndex } from './src/site/build/search-index.ts';
import { baseLinks } from './src/site/markdown/base-links.ts';
import { headingIds } from './src/site/markdown/heading-ids.ts';
import { runbookFences } from './src/site/markdown/runbook-fences.ts';
import { shiki } from './src/site/markdown/highlight.ts';
import { settings } from './src/site/settings.ts';

const component = (name) => `./src/site/components/shell/${name}.astro`;
const ours = [
  'ContentPanel',
  'FallbackContentNotice',
  'Footer',
  'Header',
  'MarkdownContent',
  'PageFrame',
  'PageSidebar',
  'PageTitle',
  'ThemeProvider',
  'TwoColumnContent',
];

const unused = ['Banner', 'DraftContentNotice', 'Hero', 'Sidebar'];

/** One .mdx file gives one warning of eight lines, about a directive that does no harm. */
const onwarn = (warning, show) => warning.code !== 'MODULE_LEVEL_DIRECTIVE' && show(warning);

export default defineConfig({
  site: settings.siteUrl,
  base: settings.basePath,
  outDir: settings.outDir,
  cacheDir: settings.cacheDir,
  trailingSlash: 'always',
  prefetch: false,
  devToolbar: { enabled: false },
  markdown: {
    shikiConfig: shiki,
    processor: satteri({
      mdastPlugins: [runbookFences, baseLinks(settings.basePath)],
      hastPlugins: [headingIds],
      features: { smartPunctuation: false },
    }),
  },
  vite: { build: { rolldownOptions: { onwarn } } },
  integrations: [
    starlight({
      title: { en: 'Kubemend', 'zh-CN': 'Kubemend' },
      defaultLocale: 'root',
      locales: { root: { label: 'English', lang: 'en' }, 'zh-cn': { label: '简体中文', lang: 'zh-CN' } },
      favicon: '/favicon.svg',
      pagefind: false,
      disable404Route: true,
      credits: false,
      // Our own highlighting writes classes: Expressive Code's style attributes would need a hole in the content policy.
      expressiveCode: false,
      markdown: { headingLinks: false, processedDirs: ['content'] },
      customCss: ['tokens', 'base', 'shell', 'search', 'prose', 'code', 'article', 'step', 'home', 'print'].map(
        (name) => `./src/site/styles/${name}.css`,
      ),
      components: Object.fromEntries([
        ...ours.map((name) => [name, component(name)]),
        ...unused.map((name) => [name, component('Nothing')]),
      ]),
      routeMiddleware: './src/site/route-data.ts',
      sidebar: [],
    }),
    oneFile(),
    searchIndex(),
    honestSitemap(settings.basePath),
    contentPolicy(),
  ],
});
