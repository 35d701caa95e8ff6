import { execa } from 'execa';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const FIXTURE = join(import.meta.dirname, 'fixtures/reporter');
const REPORTER = join(import.meta.dirname, '../../scripts/plain-reporter.ts');
const OWN = [
  'VITEST',
  'VITEST_MODE',
  'VITEST_POOL_ID',
  'VITEST_WORKER_ID',
  'CI',
  'KUBEMEND_REQUIRE_LABS',
  'NODE_ENV',
  'DEV',
  'MODE',
  'TEST',
];

const runFixture = async (extra: Record<string, string>, args: string[] = []) => {
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !OWN.includes(name)));
  const result = await execa('vitest', ['run', '--root', FIXTURE, `--reporter=${REPORTER}`, ...args], {
    preferLocal: true,
    reject: false,
    extendEnv: false,
    env: { ...env, ...extra },
  });
  return { lines: result.stdout.trim().split('\n'), exitCode: result.exitCode };
};

test('names each skipped test with its reason and ends with the counts', async () => {
  const { lines, exitCode } = await runFixture({});
  expect(lines).toEqual([
    expect.stringContaining('skipped: broken-hook.case.ts > a suite > never gets its turn: no reason given'),
    'skipped: mixed.case.ts > needs a moon: no moon tonight',
    'skipped: mixed.case.ts > is an idea: still to be written',
    'skipped: mixed.case.ts > wrong things > does not hold: no reason given',
    '3 passed, 0 failed, 4 skipped',
  ]);
  expect(exitCode).toBe(0);
});

test.each(['CI', 'KUBEMEND_REQUIRE_LABS'])('counts what was skipped as failed under %s', async (name) => {
  const { lines } = await runFixture({ [name]: '1' });
  expect(lines).toContain('skipped, counted as failed: mixed.case.ts > needs a moon: no moon tonight');
  expect(lines.at(-1)).toBe('3 passed, 4 failed, 0 skipped');
});

test('counts a failing test', async () => {
  const { lines, exitCode } = await runFixture({ FIXTURE: 'failing' });
  expect(lines.at(-1)).toBe('3 passed, 1 failed, 3 skipped');
  expect(exitCode).toBe(1);
});

test('counts a hook that threw', async () => {
  const { lines } = await runFixture({ FIXTURE: 'broken-hook' });
  expect(lines.at(-1)).toBe('3 passed, 1 failed, 4 skipped');
});

test('counts a file that could not be read', async () => {
  const { lines } = await runFixture({ FIXTURE: 'unreadable' });
  expect(lines.at(-1)).toBe('2 passed, 1 failed, 4 skipped');
});
