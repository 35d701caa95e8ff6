/** Which pages the built sites have. */
import { setTimeout } from 'node:timers/promises';
import { expect, inject } from 'vitest';
import { catalogueFromTree } from '../../src/catalog/catalogue.ts';
import { NOT_YET } from './serve.ts';

export const siteUrl = inject('siteUrl');
export const fixtureUrl = inject('fixtureUrl');

/** They are built while other tests run: nothing is looked at before they stand. */
const standing = async (url: string): Promise<void> => {
  const home = await fetch(url);
  if (home.status !== NOT_YET) return home.ok ? undefined : expect.fail(`${url} cannot be tested: ${await home.text()}`);
  await setTimeout(200);
  return standing(url);
};
await Promise.all([siteUrl, fixtureUrl].map(standing));

export const articles = await catalogueFromTree(new URL('../../', import.meta.url)).list();

export const LANGUAGES = ['', 'zh-cn/'] as const;

/** One of each kind, from the real site. */
export const kindsOfPages = LANGUAGES.flatMap((language) => [
  ['home', `${siteUrl}${language}`],
  ...articles.map(({ slug }) => ['article', `${siteUrl}${language}kb/${slug}/`]),
  ...articles.slice(0, 1).map(({ id }) => ['stable links', `${siteUrl}${language}k/${id}/?stay`]),
  ['nothing here', language === '' ? `${siteUrl}no/such/page/` : `${siteUrl}${language}404/`],
]) as [string, string][];
