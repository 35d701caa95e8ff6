/** What Starlight would tell browsers and search engines, made true for our pages. */
import { defineRouteMiddleware, type StarlightRouteData } from '@astrojs/starlight/route-data';

type Head = StarlightRouteData['head'];

/** The favicon's `rel` of old, the generators, and a card for a picture that we do not have. */
const isNoise = ({ tag, attrs }: Head[number]): boolean =>
  tag === 'meta' && (attrs?.['name'] === 'generator' || attrs?.['name'] === 'twitter:card');

const setCanonical = (head: Head, href: string): void => {
  for (const { attrs } of head) {
    if (attrs?.['rel'] === 'canonical') attrs['href'] = href;
    if (attrs?.['property'] === 'og:url') attrs['content'] = href;
  }
};

const isAlternate = ({ attrs }: Head[number]): boolean => attrs?.['rel'] === 'alternate' && attrs['hreflang'] !== undefined;

const noindex: Head[number] = { tag: 'meta', attrs: { name: 'robots', content: 'noindex' } };

/** An untranslated article is the English one, shown a second time: only the first may be found. */
const markFallback = (route: StarlightRouteData, englishPage: string): void => {
  route.entry = { ...route.entry, data: { ...route.entry.data, pagefind: false } };
  route.head = route.head.filter((tag) => !(isAlternate(tag) && tag.attrs?.['hreflang'] === route.lang));
  route.head.push(noindex);
  setCanonical(route.head, englishPage);
};

const absolute = (path: string, site: URL | undefined): string =>
  new URL(`${import.meta.env.BASE_URL}/${path}`.replaceAll(/\/+/g, '/'), site).href;

/** A stable link, or a former name, leads to an article: that one is to be found. */
const markPointer = (route: StarlightRouteData, article: string): void => {
  route.head = route.head.filter((tag) => !isAlternate(tag));
  route.head.push(noindex);
  setCanonical(route.head, article);
};

export const onRequest = defineRouteMiddleware((context) => {
  const route = context.locals.starlightRoute;
  route.head = route.head.filter((tag) => !isNoise(tag));
  route.hasSidebar = false;
  if (route.isFallback) markFallback(route, absolute(`${route.entry.id}/`, context.site));
  const { leadsTo } = route.entry.data;
  if (leadsTo !== undefined)
    markPointer(route, absolute(`${route.locale === undefined ? '' : `${route.locale}/`}kb/${leadsTo}/`, context.site));
  if (/(?:^|\/)404$/.test(route.id))
    route.head = [...route.head.filter((tag) => !isAlternate(tag) && tag.attrs?.['rel'] !== 'canonical'), noindex];
});
