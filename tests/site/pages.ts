/** Which pages the built sites have. */
import { inject } from 'vitest';
import { catalogueFromTree } from '../../src/catalog/catalogue.ts';

export const siteUrl = inject('siteUrl');
export const fixtureUrl = inject('fixtureUrl');

export const articles = await catalogueFromTree(new URL('../../', import.meta.url)).list();

export const LANGUAGES = ['', 'zh-cn/'] as const;

/** One of each kind, from the real site. */
export const kindsOfPages = LANGUAGES.flatMap((language) => [
  ['home', `${siteUrl}${language}`],
  ...articles.map(({ slug }) => ['article', `${siteUrl}${language}kb/${slug}/`]),
  ...articles.slice(0, 1).map(({ id }) => ['stable links', `${siteUrl}${language}k/${id}/?stay`]),
  ['nothing here', language === '' ? `${siteUrl}no/such/page/` : `${siteUrl}${language}404/`],
]) as [string, string][];
