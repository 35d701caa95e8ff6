import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DESKTOP, openBrowser, PHONE, type Browser } from './browser.ts';
import { articles, LANGUAGES, siteUrl } from './pages.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

const cases = articles
  .filter(({ withdrawn }) => withdrawn === undefined)
  .flatMap(({ slug }) =>
    LANGUAGES.flatMap((language) =>
      [PHONE, DESKTOP].map((viewport) => ({
        slug,
        language,
        viewport,
        size: `${viewport.width}×${viewport.height}`,
        path: `/${language}kb/${slug}/`,
      })),
    ),
  );

describe('without scrolling, a reader sees', () => {
  test.each(cases)(
    'what it is, how to be sure, what mends it and what that changes: $path at $size',
    async ({ slug, language, viewport }) => {
      const page = await browser.newPage({ viewport });
      await page.goto(`${siteUrl}${language}kb/${slug}/`);
      const parts = {
        title: page.locator('h1'),
        symptom: page.locator('.symptom'),
        confirm: page.locator('.command', { hasText: `runbook diagnose ${slug}` }).first(),
        run: page.locator('.command', { hasText: `runbook run ${slug}` }).first(),
        changes: page.locator('.act .terms dd').first(),
      };
      for (const [name, part] of Object.entries(parts)) {
        const box = await part.boundingBox();
        expect.soft((box?.y ?? Infinity) + (box?.height ?? 0), name).toBeLessThanOrEqual(viewport.height);
      }
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(viewport.width);
      await page.close();
    },
  );
});
