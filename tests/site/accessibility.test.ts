import { readFile } from 'node:fs/promises';
import type { AxeResults, RunOptions } from 'axe-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DESKTOP, openBrowser, PHONE, type Browser, type Page } from './browser.ts';
import { fixtureUrl, kindsOfPages } from './pages.ts';

type InThePage = { axe: { run: (options: RunOptions) => Promise<AxeResults> } };

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
const axe = await readFile(new URL(import.meta.resolve('axe-core/axe.min.js')), 'utf8');

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

const violationsOn = async (page: Page): Promise<string[]> => {
  const { violations } = await page.evaluate<AxeResults, string[]>(
    (tags: string[]) => (globalThis as never as InThePage).axe.run({ runOnly: tags, resultTypes: ['violations'] }),
    TAGS,
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

const inEveryGuise = async (page: Page): Promise<Record<string, string[]>> => {
  const found: Record<string, string[]> = {};
  for (const [size, viewport] of Object.entries({ phone: PHONE, desktop: DESKTOP })) {
    await page.setViewportSize(viewport);
    for (const theme of ['light', 'dark']) {
      await page.evaluate((name: string) => void (document.documentElement.dataset['theme'] = name), theme);
      const violations = await violationsOn(page);
      if (violations.length > 0) found[`${size} ${theme}`] = violations;
    }
  }
  return found;
};

describe('axe finds nothing, light and dark, on a phone and on a desktop', () => {
  test.each([
    ...kindsOfPages,
    ['an article with a proof', `${fixtureUrl}kb/demo-hostport/`],
    ['an untranslated article', `${fixtureUrl}zh-cn/kb/demo-untranslated/`],
  ])('on %s: %s', async (_, url) => {
    const page = await openWithAxe(url);
    expect(await inEveryGuise(page)).toEqual({});
    await page.close();
  });

  test('in the open list of search results', async () => {
    const page = await openWithAxe(`${fixtureUrl}about/`);
    await page.locator('[data-search] input').fill('hostport');
    await page.locator('.result').first().waitFor();
    expect(await inEveryGuise(page)).toEqual({});
    await page.close();
  });
});
