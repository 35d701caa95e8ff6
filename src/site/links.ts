/** The addresses of the site. Every one honours the folder that the site is served from. */
import type { Language } from '../domain/language.ts';

const base = import.meta.env.BASE_URL.replace(/\/?$/, '/');
const folder = (language: Language): string => (language === 'en' ? '' : `${language}/`);

export const asset = (path: string): string => base + path;
export const homeLink = (language: Language): string => base + folder(language);
export const articleLink = (language: Language, slug: string, step?: string): string =>
  `${homeLink(language)}kb/${slug}/${step === undefined ? '' : `#${step}`}`;
export const permalink = (language: Language, id: string, step?: string): string =>
  `${homeLink(language)}k/${id}/${step === undefined ? '' : `#${step}`}`;
export const pageLink = (language: Language, page: string): string => `${homeLink(language)}${page}/`;
export const distroLink = (language: Language, distro: string): string => pageLink(language, `distro/${distro}`);
export const componentLink = (language: Language, name: string): string => pageLink(language, `component/${name}`);
export const upstreamLink = (ref: string): string => `https://github.com/${ref.replace('#', '/issues/')}`;

/** The same page in another language, from the path of this one. */
export const inLanguage = (pathname: string, language: Language): string => {
  const rest = pathname.slice(base.length).replace(/^zh-cn(?:\/|$)/, '');
  return /^404(\.html|\/|$)/.test(rest) ? homeLink(language) : homeLink(language) + rest;
};

export const languageOfPath = (pathname: string): Language => (/^zh-cn(?:\/|$)/.test(pathname.slice(base.length)) ? 'zh-cn' : 'en');
