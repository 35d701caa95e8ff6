import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openBrowser, type Browser } from './browser.ts';
import { articles, LANGUAGES, siteUrl } from './pages.ts';

const BUDGET = 40_000;

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

const transferred = async (url: string): Promise<Record<string, number>> => {
  const page = await browser.newPage();
  const bytes: Record<string, number> = {};
  page.on('requestfinished', async (request) => {
    const { responseBodySize } = await request.sizes();
    bytes[new URL(request.url()).pathname] = responseBodySize;
  });
  await page.goto(url, { waitUntil: 'networkidle' });
  await page.close();
  return bytes;
};

describe('an article', () => {
  test.each(articles.flatMap(({ slug }) => LANGUAGES.map((language) => `${language}kb/${slug}/`)))(
    'costs at most 40 kB to read for the first time, all included: /%s',
    async (path) => {
      const bytes = await transferred(siteUrl + path);
      const sum = Object.values(bytes).reduce((a, b) => a + b, 0);
      console.log(`/${path}: ${sum} bytes in ${Object.keys(bytes).length} files`);
      expect(sum, JSON.stringify(bytes)).toBeLessThanOrEqual(BUDGET);
    },
  );

  test('asks nobody but the site itself', async () => {
    const page = await browser.newPage();
    const others: string[] = [];
    page.on('request', (request) => request.url().startsWith(siteUrl) || others.push(request.url()));
    await page.goto(`${siteUrl}kb/${articles[0]?.slug}/`, { waitUntil: 'networkidle' });
    expect(others).toEqual([]);
    await page.close();
  });
});
