import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { policyOf, withPolicy } from '../../src/site/build/content-policy.ts';
import { openBrowser, type Browser, type BrowserContext, type Page, PATIENT } from './browser.ts';
import { fixtureUrl, kindsOfPages } from './pages.ts';

let browser: Browser;
/** Of all tests: what is read once, the search and its index, is not read for every page. */
let reader: BrowserContext;
beforeAll(async () => {
  browser = await openBrowser();
  reader = await browser.newContext();
});
afterAll(() => browser.close());

const watch = async (page: Page): Promise<string[]> => {
  const said: string[] = [];
  page.on('console', (message) => message.type() === 'error' && !message.text().includes('404 (Not Found)') && said.push(message.text()));
  page.on('pageerror', (error) => said.push(error.message));
  await page.exposeFunction('sayViolation', (text: string) => said.push(text));
  await page.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', (event) =>
      (window as never as { sayViolation: (text: string) => void }).sayViolation(
        `${event.violatedDirective} ${event.blockedURI} ${event.sample}`,
      ),
    );
  });
  return said;
};

describe('in a browser that obeys the content policy, nothing is refused', () => {
  test.each([...kindsOfPages, ['an article in a folder', `${fixtureUrl}zh-cn/kb/demo-hostport/`]])(
    'on %s, while searching, copying and switching the theme: %s',
    async (_, url) => {
      const page = await reader.newPage();
      const said = await watch(page);
      await page.goto(url);
      await page.locator('[data-search] input').fill('hostport');
      await page.locator('.status', { hasText: /\d/ }).waitFor();
      await page.keyboard.press('Escape');
      await page.locator('[data-theme-switch]').click();
      await page.locator('button.copy').first().click();
      expect(said).toEqual([]);
      await page.close();
    },
  );

  test('an inline script that is not the page’s own is refused', async () => {
    const page = await reader.newPage();
    const said = await watch(page);
    await page.goto(`${fixtureUrl}about/`);
    await page.evaluate(() => {
      const script = document.createElement('script');
      script.textContent = 'document.title = "changed"';
      document.head.append(script);
    });
    await expect.poll(() => said.join(), PATIENT).toContain('script-src-elem inline');
    expect(await page.title()).not.toBe('changed');
    await page.close();
  });
});

describe('the policy of a page', () => {
  const page = (body: string): string =>
    `<!DOCTYPE html><html><head><meta charset="utf-8"/><title>x</title></head><body>${body}</body></html>`;

  test('names its inline scripts by their hash and allows no other', () => {
    expect(policyOf(page('<script>1</script>'))).toContain(
      "script-src 'self' 'wasm-unsafe-eval' 'sha256-a4ayc/80/OGda4BO/1o/V0etpOqiLx1JwB5S3beHW0s='",
    );
    expect(policyOf(page('<script type="application/ld+json">{}</script><script src="/x.js"></script>'))).not.toContain('sha256-');
  });

  test('has no way round itself', () => {
    const policy = policyOf(page(''));
    expect(policy).toMatch(/default-src 'none'.*base-uri 'none'; form-action 'none'/);
    expect(policy).not.toMatch(/unsafe-inline|unsafe-eval'? ?'unsafe|\*/);
  });

  test.each([
    ['<p style="color:red">', 'style'],
    ['<p onclick="go()">', 'onclick'],
    ["<p style='color:red'>", 'style'],
  ])('a page with %s does not pass the build', (tag, name) => {
    expect(() => withPolicy(page(tag), 'x/index.html')).toThrow(`x/index.html has a ${name} attribute`);
  });
});
