import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openBrowser, type Browser } from './browser.ts';
import { fixtureUrl } from './pages.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

const html = async (path: string): Promise<string> => (await fetch(fixtureUrl + path)).text();
const endOf = async (path: string): Promise<string> => {
  const page = await browser.newPage();
  await page.goto(fixtureUrl + path);
  await page.waitForURL(/\/kb\//);
  const url = page.url();
  await page.close();
  return url;
};
const withoutScripts = async (path: string): Promise<string> => {
  const page = await browser.newPage({ javaScriptEnabled: false });
  await page.goto(fixtureUrl + path);
  const text = (await page.locator('body').textContent()) ?? '';
  await page.close();
  return text;
};

describe('a stable link', () => {
  test('leads to the article and takes the step along, in either language', async () => {
    expect(await endOf('k/KM9001/#delete-jumps')).toBe(`${fixtureUrl}kb/demo-hostport/#delete-jumps`);
    expect(await endOf('zh-cn/k/KM9001/#delete-jumps')).toBe(`${fixtureUrl}zh-cn/kb/demo-hostport/#delete-jumps`);
    expect(await endOf('k/KM9001/')).toBe(`${fixtureUrl}kb/demo-hostport/`);
  });

  test('is not indexed, and names the article as the page to find', async () => {
    expect(await html('k/KM9001/')).toContain('<meta name="robots" content="noindex"');
    expect(await html('k/KM9001/')).toContain('<link rel="canonical" href="https://example.org/docs/kubemend/kb/demo-hostport/"');
    expect(await html('zh-cn/k/KM9001/')).toContain(
      '<link rel="canonical" href="https://example.org/docs/kubemend/zh-cn/kb/demo-hostport/"',
    );
  });

  test('without JavaScript is a list in which the step is marked', async () => {
    const page = await browser.newPage({ javaScriptEnabled: false });
    await page.goto(`${fixtureUrl}k/KM9001/#delete-jumps`);
    const marked = page.locator('li:target');
    expect(await marked.innerText()).toContain('Delete the stale jumps');
    expect(await marked.locator('a').getAttribute('href')).toBe('/docs/kubemend/kb/demo-hostport/#delete-jumps');
    await page.close();
  });

  test('of a name that an article had leads to the article', async () => {
    expect(await endOf('kb/demo-old-name/#stale-dnat')).toBe(`${fixtureUrl}kb/demo-hostport/#stale-dnat`);
    expect(await html('kb/demo-old-name/')).toContain('<meta name="robots" content="noindex"');
  });
});

describe('the ways to look through the failures', () => {
  const linksOf = async (path: string): Promise<string[]> =>
    [...(await html(path)).matchAll(/<a [^>]*href="([^"#]+)"/g)].map(([, href = '']) => href);

  test.for(['', 'zh-cn/'])(
    'lead from the front page to every article, by distribution, component, sign and version: /%s',
    async (folder) => {
      const front = await linksOf(folder);
      for (const page of ['distro/microk8s/', 'component/microk8s/', 'symptoms/', 'versions/']) {
        expect(front).toContain(`/docs/kubemend/${folder}${page}`);
        expect(await linksOf(folder + page)).toContain(`/docs/kubemend/${folder}kb/demo-hostport/`);
      }
    },
  );

  test('show the lines as they are printed, and the ranges of versions', async () => {
    expect(await withoutScripts('symptoms/')).toContain('manifest unknown: manifest unknown');
    expect(await withoutScripts('component/microk8s/')).toMatch(/>=1\.\d+/);
  });
});

describe('without JavaScript', () => {
  test('an article is whole: symptom, commands, scripts, proof', async () => {
    const text = await withoutScripts('kb/demo-hostport/');
    for (const part of [
      'runbook diagnose demo-hostport',
      'runbook run demo-hostport',
      'iptables-legacy -t nat -D CNI-HOSTPORT-DNAT 1',
      'Stale proof',
      'a healthy node is diagnosed as healthy',
    ])
      expect(text).toContain(part);
  });

  test('no button is shown that would do nothing, and the home page says that the search is off', async () => {
    const page = await browser.newPage({ javaScriptEnabled: false });
    await page.goto(fixtureUrl);
    expect(await page.locator('.needs-script:visible').count()).toBe(0);
    expect(await page.locator('.search-off').isVisible()).toBe(true);
    expect(await page.locator('a.entry').count()).toBe(3);
    await page.close();
  });

  test('the theme is that of the system', async () => {
    const page = await browser.newPage({ javaScriptEnabled: false, colorScheme: 'light' });
    await page.goto(fixtureUrl);
    expect(await page.evaluate(() => getComputedStyle(document.body).backgroundColor)).toBe('rgb(251, 250, 246)');
    await page.close();
  });
});

describe('an article that is withdrawn', () => {
  test.for([
    ['', /Withdrawn since 2026-11-01: do not follow it any more\..*It deletes more than it says.*The registry answers/s],
    ['zh-cn/', /本文已于 2026-11-01 撤回，不要再照着做。.*删除的东西比它说的多.*The registry answers/s],
  ] as const)('says so at the top, and leads to the one that holds: /%s', async ([folder, notice]) => {
    const page = await browser.newPage({ javaScriptEnabled: false });
    await page.goto(`${fixtureUrl}${folder}kb/demo-withdrawn/`);
    const head = page.locator('.notice');
    expect(await head.textContent()).toMatch(notice);
    expect(await head.locator('a').getAttribute('href')).toBe(`/docs/kubemend/${folder}kb/demo-untranslated/`);
    const above = await page.evaluate(() =>
      document.querySelector('.notice')?.compareDocumentPosition(document.querySelector('.symptom') as Node),
    );
    expect(above).toBe(4); // the symptom follows it
    expect(await page.locator('body').textContent()).not.toContain('runbook run demo-withdrawn');
    await page.close();
  });

  test('keeps its stable link, and is marked where it is listed', async () => {
    expect(await endOf('k/KM9003/#purge')).toBe(`${fixtureUrl}kb/demo-withdrawn/#purge`);
    expect(await withoutScripts('distro/minikube/')).toMatch(/KM9003\s*withdrawn/);
    for (const list of ['versions/', 'symptoms/', 'component/minikube/'])
      expect(await withoutScripts(list), list).toMatch(/enabled twice\s*withdrawn/);
  });
});

describe('an article without a translation', () => {
  test('is shown in English under the Chinese address, marked, and left to the English page to be found', async () => {
    const page = await html('zh-cn/kb/demo-untranslated/');
    expect(page).toContain('本文尚未翻译');
    expect(page).toContain('<html lang="zh-CN"');
    expect(page).toMatch(/<main[^>]* lang="en"/);
    expect(page).toContain('<meta name="robots" content="noindex"');
    expect(page).toContain('<link rel="canonical" href="https://example.org/docs/kubemend/kb/demo-untranslated/"');
    expect(page).not.toContain('hreflang="zh-CN" href="https://example.org');
    expect(page).not.toContain('data-pagefind-body');
  });
});

describe('the sitemap', () => {
  test('lists every page that is to be found, and no other', async () => {
    const xml = await html('sitemap-0.xml');
    const listed = [...xml.matchAll(/<loc>https:\/\/example\.org\/docs\/kubemend\/([^<]*)<\/loc>/g)]
      .map(([, path = '']) => path)
      .toSorted();
    const lists = ['component/microk8s/', 'component/minikube/', 'distro/microk8s/', 'distro/minikube/', 'symptoms/', 'versions/'];
    const pages = ['', 'about/', ...lists, 'kb/demo-hostport/', 'kb/demo-withdrawn/', 'proofs/', 'risk/'].toSorted();
    expect(listed).toEqual([...pages, 'kb/demo-untranslated/', ...pages.map((page) => `zh-cn/${page}`)].toSorted());
  });
});

describe('a wrong address', () => {
  test('gets a page that says so in both languages, with a way on', async () => {
    const response = await fetch(`${fixtureUrl}no/such/page/`);
    expect(response.status).toBe(404);
    const text = await response.text();
    expect(text).toContain('No such page');
    expect(text).toContain('没有这个页面');
    expect(text).toContain('href="/docs/kubemend/zh-cn/"');
  });
});

describe('the theme', () => {
  test('is chosen by a button and remembered', async () => {
    const page = await browser.newPage({ colorScheme: 'light' });
    await page.goto(fixtureUrl);
    const theme = (): Promise<string | undefined> => page.evaluate(() => document.documentElement.dataset['theme']);
    expect(await theme()).toBe('light');
    await page.locator('[data-theme-switch]').click();
    await page.goto(`${fixtureUrl}zh-cn/about/`);
    expect(await theme()).toBe('dark');
    await page.close();
  });
});
