import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openBrowser, type Browser, type Page, PATIENT } from './browser.ts';
import { FIXTURE_BASE } from './build-site.ts';
import { articles, fixtureUrl, siteUrl } from './pages.ts';

let browser: Browser;
let page: Page;
let requests: string[];
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

const open = async (url: string): Promise<void> => {
  page = await browser.newPage();
  requests = [];
  page.on('request', (request) => requests.push(new URL(request.url()).pathname));
  await page.goto(url, { waitUntil: 'networkidle' });
};

const input = () => page.locator('[data-search] input');
const status = () => page.locator('.status');
const firstResult = () => page.locator('.result-title').first();

describe('the search', () => {
  test('loads nothing of itself before the box has the focus', async () => {
    await open(`${siteUrl}kb/${articles[0]?.slug}/`);
    const ofSearch = (path: string): boolean => /pagefind|search/.test(path);
    expect(requests.filter(ofSearch)).toEqual([]);
    await input().focus();
    await expect.poll(() => requests.filter(ofSearch).length, PATIENT).toBeGreaterThan(1);
    await page.close();
  });

  test('finds an article by words of its symptom, in English', async () => {
    await open(fixtureUrl);
    await input().fill('hostport refuses');
    await firstResult().waitFor();
    expect(await firstResult().textContent()).toContain('hostPort refuses connections');
    expect(await firstResult().getAttribute('href')).toBe(`${FIXTURE_BASE}kb/demo-hostport/`);
    await page.close();
  });

  test.each([
    ['KM0002', 'ERROR: failed to load image: ctr: wrong diff id calculated on extraction "sha256:5a0b3a9f2d5c1f0f4c1e8f6b7a2d9c3e"'],
    [
      'KM0004',
      'time="2026-12-01T02:11:09.123456789Z" level=fatal msg="Failed to run CRI service" error="failed to recover state: failed to get metadata for stored sandbox \\"0f3c5d7e9a1b2c4d\\": not found"',
    ],
  ])('finds %s by a line as it was printed elsewhere, with other ids and times', async (id, line) => {
    await open(siteUrl);
    await input().fill(line);
    await firstResult().waitFor();
    expect(await firstResult().getAttribute('href')).toBe(`/kb/${articles.find((one) => one.id === id)?.slug}/`);
    await page.close();
  });

  test('finds the Chinese article by Chinese words, and only Chinese pages', async () => {
    await open(`${fixtureUrl}zh-cn/`);
    await input().fill('拒绝连接');
    await firstResult().waitFor();
    const links = await page
      .locator('.result-title')
      .evaluateAll<(string | null)[], HTMLElement | SVGElement>((all: (HTMLElement | SVGElement)[]) =>
        all.map((link) => link.getAttribute('href')),
      );
    expect(links[0]).toBe(`${FIXTURE_BASE}zh-cn/kb/demo-hostport/`);
    expect(links.filter((link) => !link?.startsWith(`${FIXTURE_BASE}zh-cn/`))).toEqual([]);
    await page.close();
  });

  test.each([
    ['', 'hostPort'],
    ['zh-cn/', 'hostPort'],
  ])('finds the real article under /%s by %s', async (language, words) => {
    await open(siteUrl + language);
    await input().fill(words);
    await firstResult().waitFor();
    expect(await firstResult().getAttribute('href')).toContain(language === '' ? '/kb/' : '/zh-cn/');
    await page.close();
  });

  test('leads straight to a step', async () => {
    await open(fixtureUrl);
    await input().fill('delete stale jumps');
    await page.locator('.result-part', { hasText: 'Delete the stale jumps' }).click();
    await page.waitForURL(`${fixtureUrl}kb/demo-hostport/#delete-jumps`);
    await page.close();
  });

  test('opens by Ctrl+K and by /, walks by arrows, opens by Enter, closes by Escape', async () => {
    await open(`${fixtureUrl}about/`);
    await page.keyboard.press('Control+k');
    await page.keyboard.type('hostport');
    await firstResult().waitFor();
    await page.keyboard.press('Escape');
    expect(await page.locator('.search .panel').isVisible()).toBe(false);
    await input().blur();
    await page.keyboard.press('/');
    await firstResult().waitFor();
    await page.keyboard.press('ArrowDown');
    expect(await page.evaluate(() => document.activeElement?.className)).toBe('result-title');
    await page.keyboard.press('ArrowUp');
    expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('INPUT');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.waitForURL(/kb\/demo-hostport/);
    await page.close();
  });

  test.each([
    ['', 'Nothing found for “how to bake bread”'],
    ['zh-cn/', '没有找到“how to bake bread”'],
  ])('says under /%s that it found nothing, and what to try', async (language, sentence) => {
    await open(fixtureUrl + language);
    await input().fill('how to bake bread');
    await expect.poll(() => status().textContent(), PATIENT).toContain(sentence);
    expect(await page.locator('.result').count()).toBe(0);
    await page.close();
  });

  test('does not show an untranslated article twice', async () => {
    await open(`${fixtureUrl}zh-cn/`);
    await input().fill('registry manifest');
    await expect.poll(() => status().textContent(), PATIENT).toContain('没有找到');
    await page.close();
  });
});
