import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DESKTOP, openBrowser, PHONE, type Browser, type Locator, type Page } from './browser.ts';
import { articles, LANGUAGES, siteUrl } from './pages.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

const cases = articles
  .filter(({ withdrawn }) => withdrawn === undefined)
  .flatMap(({ slug }) => LANGUAGES.map((language) => ({ slug, path: `${language}kb/${slug}/` })));

const partsOf = (page: Page, slug: string): Record<string, Locator> => ({
  title: page.locator('h1'),
  symptom: page.locator('.symptom'),
  confirm: page.locator('.command', { hasText: `runbook diagnose ${slug}` }).first(),
  run: page.locator('.command', { hasText: `runbook run ${slug}` }).first(),
  changes: page.locator('.act .terms dd').first(),
});

describe('without scrolling, a reader sees', () => {
  test.each(cases)(
    'what it is, how to be sure, what mends it and what that changes, on a phone and on a desktop: /$path',
    async ({ slug, path }) => {
      const page = await browser.newPage();
      await page.goto(siteUrl + path);
      for (const viewport of [PHONE, DESKTOP]) {
        await page.setViewportSize(viewport);
        for (const [name, part] of Object.entries(partsOf(page, slug))) {
          const box = await part.boundingBox();
          const lowest = (box?.y ?? Infinity) + (box?.height ?? 0);
          expect.soft(lowest, `${name} at ${viewport.width}×${viewport.height}`).toBeLessThanOrEqual(viewport.height);
        }
        expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(viewport.width);
      }
      await page.close();
    },
  );
});
