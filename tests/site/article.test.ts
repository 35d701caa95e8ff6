import { spawnSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { extractAll, loadContent } from '../../src/catalog/load-content.ts';
import { openBrowser, type Browser, type BrowserContext, type Page, PATIENT } from './browser.ts';
import { articles, fixtureUrl, siteUrl } from './pages.ts';

const { extracted } = extractAll(await loadContent(join(import.meta.dirname, 'fixtures')));
const runbooks = extracted.flatMap(({ extraction }) => (extraction.kind === 'ok' ? [extraction.runbook] : []));
const demo = runbooks.find(({ slug }) => slug === 'demo-hostport');
const steps = demo?.steps ?? [];

let browser: Browser;
let context: BrowserContext;
let page: Page;
beforeAll(async () => {
  browser = await openBrowser();
  context = await browser.newContext({ permissions: ['clipboard-read', 'clipboard-write'] });
  page = await context.newPage();
});
afterAll(() => browser.close());

const clipboard = (): Promise<string> => page.evaluate(() => navigator.clipboard.readText());
const stepBox = (id: string) => page.locator('.step', { has: page.locator(`h3#${id}`) });
const anchorsOf = async (url: string): Promise<string[]> => {
  await page.goto(url);
  return page
    .locator('.step > h3')
    .evaluateAll<string[], HTMLElement | SVGElement>((all: (HTMLElement | SVGElement)[]) => all.map(({ id }) => id).toSorted());
};

describe('a step on the page', () => {
  test.each(steps.map(({ id, script }) => ({ id, script })))(
    'copies the script of the runbook as the runner runs it, without its #| lines: $id',
    async ({ id, script }) => {
      await page.goto(`${fixtureUrl}kb/demo-hostport/`);
      await stepBox(id).locator('button.copy').click();
      await expect.poll(clipboard, PATIENT).toBe(`(\nset -euo pipefail\n${script.trimEnd()}\n)\n`);
      expect(await clipboard()).not.toContain('#|');
    },
  );

  test('leaves the shell that it is copied into as it was, and is an error there where a variable was not set', async () => {
    await page.goto(`${fixtureUrl}kb/demo-hostport/`);
    await stepBox('ports-answer').locator('button.copy').click();
    await expect.poll(clipboard, PATIENT).toContain('NODE_ADDRESS');
    const { stdout, stderr } = spawnSync('bash', ['--norc'], { input: `${await clipboard()}echo "after that: $?"\n`, encoding: 'utf8' });
    expect(stdout + stderr).toMatchInlineSnapshot(`
      "after that: 1
      bash: line 3: NODE_ADDRESS: unbound variable
      "
    `);
  });

  test('shows no #| line', async () => {
    await page.goto(`${fixtureUrl}kb/demo-hostport/`);
    expect(await page.locator('body').textContent()).not.toContain('#|');
  });

  test('that destroys data is copied only by a second press', async () => {
    await page.goto(`${fixtureUrl}kb/demo-untranslated/`);
    await page.evaluate(() => navigator.clipboard.writeText('before'));
    const button = stepBox('delete-all').locator('button.copy');
    await button.click();
    expect(await button.textContent()).toBe('Destroys data: copy?');
    expect(await clipboard()).toBe('before');
    await button.click();
    await expect.poll(clipboard, PATIENT).toBe('(\nset -euo pipefail\nminikube delete\n)\n');
  });

  test('says what its lines mean, how it is undone, and what it needs', async () => {
    await page.goto(`${fixtureUrl}kb/demo-hostport/`);
    expect(await stepBox('stale-dnat').textContent()).toMatch(
      /only reads.*stale … the fault is here.*none stale the fault is not here.*root.*20 s/s,
    );
    expect(await stepBox('delete-jumps').textContent()).toMatch(/changes, stops nothing.*Undone by.*restore-jumps/s);
    expect(await stepBox('restore-jumps').textContent()).toMatch(/Undoes.*delete-jumps/s);
  });

  test('has the same anchor in both languages, and the title of the page’s own', async () => {
    const english = await anchorsOf(`${fixtureUrl}kb/demo-hostport/`);
    expect(english).toEqual(steps.map(({ id }) => id).toSorted());
    expect(await anchorsOf(`${fixtureUrl}zh-cn/kb/demo-hostport/`)).toEqual(english);
    expect(await page.locator('h3#delete-jumps').textContent()).toBe('删除失效的跳转规则');
  });

  test.each(articles.map(({ slug }) => [slug]))('has the same anchor in both languages of %s', async (slug) => {
    const english = await anchorsOf(`${siteUrl}kb/${slug}/`);
    expect(english.length).toBeGreaterThan(2);
    expect(await anchorsOf(`${siteUrl}zh-cn/kb/${slug}/`)).toEqual(english);
  });
});

describe('no page says one id twice', () => {
  test.each([...articles.map(({ slug }) => `${siteUrl}kb/${slug}/`), `${fixtureUrl}zh-cn/kb/demo-hostport/`])('%s', async (url) => {
    await page.goto(url);
    const ids = await page
      .locator('[id]')
      .evaluateAll<string[], HTMLElement | SVGElement>((all: (HTMLElement | SVGElement)[]) => all.map(({ id }) => id));
    expect(ids.filter((id, at) => ids.indexOf(id) !== at)).toEqual([]);
  });
});

describe('the page of a runbook whose proof is of another version', () => {
  test('shows every case of the matrix, with its versions, how often its environment was made, and how long ago that was', async () => {
    await page.goto(`${fixtureUrl}kb/demo-hostport/`);
    const row = page.locator('.matrix tbody tr:not(.cell)');
    expect(await row.locator('td').allInnerTexts()).toEqual([
      expect.stringMatching(
        /^Stop and start, as in the report iptables-legacy\s+iptables 1\.8\.9 \(legacy\)\s+its environment came up at the second attempt$/,
      ),
      'passed',
      '41.2 s',
    ]);
    expect(await page.locator('.record time').innerText()).toMatch(/^2026-11-20 \((yesterday|\d+ days ago)\)$/);
  });

  test('says by itself that the proof is stale, and of what', async () => {
    await page.goto(`${fixtureUrl}kb/demo-hostport/`);
    expect(await page.locator('.eyebrow').textContent()).toContain('Stale proof');
    expect(await page.locator('.record').textContent()).toContain('Changed since this proof was made: the runbook.');
    await page.goto(`${fixtureUrl}zh-cn/kb/demo-hostport/`);
    expect(await page.locator('.record').textContent()).toContain('手册改过了');
  });

  test('tells once for both states which other failures were looked for, by which version of their diagnosis, and what they said', async () => {
    await page.goto(`${fixtureUrl}kb/demo-hostport/`);
    await page.locator('.looked > summary').click();
    expect(await page.locator('.looked').innerText()).toMatchInlineSnapshot(`
      "The other failures were looked for as well, and none was found

      Every other diagnosis was run in this lab too, once while it was healthy and once while it was broken, even where it does not apply.

      The registry answers manifest unknown after the node was restarted

      This was an earlier version of its diagnosis.

      Healthy and broken: does not apply: K3s is not installed.
      Run anyway: not there"
    `);
  });

  test('tells of the proofs before it', async () => {
    await page.goto(`${fixtureUrl}kb/demo-hostport/`);
    await page.locator('.earlier > summary').click();
    expect(await page.locator('.earlier td').allInnerTexts()).toMatchInlineSnapshot(`
      [
        "2026-11-18 02:00",
        "component · stand-in",
        "2 of 2",
        "older",
      ]
    `);
  });

  test('says of one that was never proven that it was not', async () => {
    await page.goto(`${fixtureUrl}kb/demo-untranslated/`);
    expect(await page.locator('#__proof + .standing').textContent()).toContain('No lab has run this runbook yet.');
  });
});

describe('a value that a script reads', () => {
  test('is explained: the person gives it, or an earlier step', async () => {
    await page.goto(`${fixtureUrl}kb/demo-hostport/`);
    expect(await stepBox('ports-answer').textContent()).toMatch(/NODE_ADDRESS\s+The address of the node/);
  });
});

describe('a risk', () => {
  test.each(['', 'zh-cn/'])('leads to the page that says what its words mean: /%skb/demo-hostport/', async (language) => {
    await page.goto(`${fixtureUrl}${language}kb/demo-hostport/`);
    const labels = page.locator('a.badge');
    const words = new Set(await labels.allInnerTexts());
    await labels.first().click();
    const explained = await page.locator('td:first-child').allInnerTexts();
    expect(page.url()).toBe(`${fixtureUrl}${language}risk/`);
    expect([...words].filter((word) => !explained.includes(word))).toEqual([]);
  });
});

describe('the first screen', () => {
  test('warns of what a destructive recommendation costs', async () => {
    await page.goto(`${fixtureUrl}kb/demo-untranslated/`);
    expect(await page.locator('.act').last().textContent()).toMatch(
      /destroys data.*everything in the profile.*none: what is deleted is gone/s,
    );
  });
});

describe('every page', () => {
  test.each(['', 'kb/demo-hostport/', 'k/KM9001/?stay', 'proofs/', 'zh-cn/about/', '404.html'])(
    'says how to get the runner, and where it runs: /%s',
    async (path) => {
      await page.goto(fixtureUrl + path);
      expect(await page.locator('.footer').textContent()).toMatch(
        /npx kubemend (doctor|run demo-hostport).*npm i -g kubemend.*Linux.*macOS.*WSL.*22\.18/s,
      );
    },
  );
});

test('the fixtures are what the tests think they are', async () => {
  expect(demo?.steps.length).toBe(4);
  expect(await readFile(join(import.meta.dirname, 'fixtures/content/articles/demo-hostport/en.mdx'), 'utf8')).toContain(
    '#| id: stale-dnat',
  );
});
