import { LinkChecker, LinkState } from 'linkinator';
import { describe, expect, test } from 'vitest';
import { fixtureUrl, siteUrl } from './pages.ts';

const brokenFrom = async (paths: string[], own: string): Promise<string[]> => {
  const { links, passed } = await new LinkChecker().check({
    path: paths,
    recurse: true,
    checkFragments: true,
    linksToSkip: async (link) => !link.startsWith(own),
  });
  expect(links.filter(({ state }) => state === LinkState.OK).length).toBeGreaterThan(10);
  const broken = links.filter(({ state }) => state === LinkState.BROKEN).map(({ url, parent, status }) => `${parent} → ${url} (${status})`);
  return passed ? [] : broken;
};

describe('every link of the site leads somewhere, to the very anchor', () => {
  test('on the real site, in both languages', async () => {
    expect(await brokenFrom([siteUrl, `${siteUrl}zh-cn/`, `${siteUrl}404.html`], siteUrl)).toEqual([]);
  });

  test('when it is served from a folder, where no link may leave the folder', async () => {
    const host = new URL('/', fixtureUrl).href;
    const pages = ['', 'zh-cn/', '404.html', 'zh-cn/404/', 'kb/demo-old-name/', 'zh-cn/kb/demo-old-name/'];
    expect(
      await brokenFrom(
        pages.map((page) => fixtureUrl + page),
        host,
      ),
    ).toEqual([]);
  });
});
