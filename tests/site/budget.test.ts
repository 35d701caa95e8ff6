import { get } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openBrowser, type Browser } from './browser.ts';
import { articles, LANGUAGES, siteUrl } from './pages.ts';

const BUDGET = 40_000;

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

const bytesOf = (url: string): Promise<number> =>
  new Promise((resolve, reject) => {
    get(url, (response) => {
      let bytes = 0;
      response.on('data', (chunk: Buffer) => (bytes += chunk.length)).on('end', () => resolve(bytes));
    }).on('error', reject);
  });

/** What a page names is counted, whenever the browser gets round to it. What it asks for besides is counted too. */
const neededBy = async (url: string): Promise<string[]> => {
  const page = await browser.newPage();
  const asked: string[] = [];
  page.on('request', (request) => asked.push(request.url()));
  await page.goto(url, { waitUntil: 'networkidle' });
  const named = await page
    .locator('link[rel="stylesheet"], link[rel~="icon"], script[src]')
    .evaluateAll((all) => all.map((one) => (one instanceof HTMLLinkElement ? one.href : (one as HTMLScriptElement).src)));
  await page.close();
  return [...new Set([url, ...named, ...asked])];
};

describe('an article', () => {
  test.each(articles.flatMap(({ slug }) => LANGUAGES.map((language) => `${language}kb/${slug}/`)))(
    'costs at most 40 kB to read for the first time, all included: /%s',
    async (path) => {
      const urls = await neededBy(siteUrl + path);
      const bytes = await Promise.all(urls.map(async (url) => [new URL(url).pathname, await bytesOf(url)] as const));
      const sum = bytes.reduce((all, [, one]) => all + one, 0);
      console.log(`/${path}: ${sum} bytes in ${bytes.length} files`);
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
