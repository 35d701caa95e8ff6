import type { Found, SubResult } from './pagefind.ts';

const STEPS_SHOWN = 2;

const element = <Name extends keyof HTMLElementTagNameMap>(name: Name, className: string, text = ''): HTMLElementTagNameMap[Name] => {
  const made = document.createElement(name);
  made.className = className;
  made.textContent = text;
  return made;
};

const link = (url: string, className: string, text: string): HTMLAnchorElement => {
  const made = element('a', className, text);
  made.href = url;
  return made;
};

/** Pagefind escapes the text and adds only <mark>. */
const excerpt = (html: string): HTMLParagraphElement => {
  const made = element('p', 'excerpt');
  made.innerHTML = html;
  return made;
};

const withAnchor = ({ url }: SubResult): boolean => url.includes('#') && !url.endsWith('#_top');

const row = (found: Found): HTMLLIElement => {
  const item = element('li', 'result');
  item.append(link(found.url, 'result-title', found.meta['title'] ?? found.url), excerpt(found.excerpt));
  for (const part of found.sub_results.filter(withAnchor).slice(0, STEPS_SHOWN)) item.append(link(part.url, 'result-part', part.title));
  return item;
};

export const showResults = (list: HTMLElement, found: Found[]): void => list.replaceChildren(...found.map(row));
