import { expect, it } from 'vitest';
import { ago } from '../../src/cli/runs-text.ts';

it.each([
  ['2026-11-21T00:00:30Z', 'just now', '刚刚'],
  ['2026-11-20T23:57:00Z', '4 minutes ago', '4 分钟前'],
  ['2026-11-20T22:50:00Z', '1 hour ago', '1 小时前'],
  ['2026-11-19T00:00:00Z', '2 days ago', '2 天前'],
  ['2027-11-19T00:00:00Z', 'just now', '刚刚'],
])('a run of %s is %s, also when the clock was set back meanwhile', (at, english, chinese) => {
  const now = new Date('2026-11-21T00:01:00Z');
  expect([ago(at, now, 'en'), ago(at, now, 'zh-cn')]).toEqual([english, chinese]);
});
