import { readFile } from 'node:fs/promises';
import type { AxeResults, RunOptions } from 'axe-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DESKTOP, openBrowser, PHONE, type Browser, type Page } from './browser.ts';
import { fixtureUrl, kindsOfPages } from './pages.ts';

type InThePage = { axe: { run: (options: RunOptions) => Promise<AxeResults> } };

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
/** The rules that look at colours, which take half of the time. */
const COLOURS = ['color-contrast', 'link-in-text-block'];

type Guise = { name: string; viewport: { width: number; height: number }; theme: 'light' | 'dark'; runOnly: string[] };

/** Every page: each size and each theme. */
const usual: Guise[] = [
  { name: 'light, on a phone', viewport: PHONE, theme: 'light', runOnly: TAGS },
  { name: 'dark, on a desktop', viewport: DESKTOP, theme: 'dark', runOnly: TAGS },
];
/** One page of each kind: what is there in one size only has to be seen in the other theme as well. */
const every: Guise[] = [
  ...usual,
  { name: 'dark, on a phone', viewport: PHONE, theme: 'dark', runOnly: COLOURS },
  { name: 'light, on a desktop', viewport: DESKTOP, theme: 'light', runOnly: COLOURS },
];
const axe = await readFile(new URL(import.meta.resolve('axe-core/axe.min.js')), 'utf8');

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

const violationsOn = async (page: Page, { viewport, theme, runOnly: only }: Guise): Promise<string[]> => {
  await page.setViewportSize(viewport);
  await page.evaluate((name: string) => void (document.documentElement.dataset['theme'] = name), theme);
  const { violations } = await page.evaluate<AxeResults, string[]>(
    (runOnly: string[]) => (globalThis as never as InThePage).axe.run({ runOnly, resultTypes: ['violations'] }),
    only,
  );
  return violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html.slice(0, 160)} ${node.failureSummary ?? ''}`));
};

/** The page's policy lets no script of ours in, but what the debugger evaluates is not the page's. */
const openWithAxe = async (url: string): Promise<Page> => {
  const page = await browser.newPage();
  await page.goto(url);
  await page.evaluate(axe);
  return page;
};

const inGuises = async (page: Page, guises: Guise[]): Promise<Record<string, string[]>> => {
  const found: Record<string, string[]> = {};
  for (const guise of guises) {
    const violations = await violationsOn(page, guise);
    if (violations.length > 0) found[guise.name] = violations;
  }
  return found;
};

const firstOfKind = new Set(new Map(kindsOfPages.toReversed()).values());

describe('axe finds nothing, light and dark, on a phone and on a desktop', () => {
  test.each([
    ...kindsOfPages,
    ['an article with a proof', `${fixtureUrl}kb/demo-hostport/`],
    ['an untranslated article', `${fixtureUrl}zh-cn/kb/demo-untranslated/`],
  ])('on %s: %s', async (_, url) => {
    const page = await openWithAxe(url);
    expect(await inGuises(page, firstOfKind.has(url) ? every : usual)).toEqual({});
    await page.close();
  });

  test('in the open list of search results', async () => {
    const page = await openWithAxe(`${fixtureUrl}about/`);
    await page.locator('[data-search] input').fill('hostport');
    await page.locator('.result').first().waitFor();
    expect(await inGuises(page, every)).toEqual({});
    await page.close();
  });
});
