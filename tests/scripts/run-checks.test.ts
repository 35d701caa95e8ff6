import { expect, test } from 'vitest';
import { lastCounts, skipsFail, sum } from '../../scripts/testing/counts.ts';
import { runChecks } from '../../scripts/testing/run-checks.ts';

test('a check is counted and named; one that fails shows what it printed', async () => {
  const said: string[] = [];
  const say = (line: string): void => void said.push(line.replace(/\d+\.\d s$/, '_ s'));
  const counts = await runChecks(
    [
      { lane: 'sources', name: 'tidy', run: 'true' },
      { lane: 'sources', name: 'swept', run: 'echo dust; false' },
    ],
    say,
  );
  expect(counts).toEqual({ passed: 1, failed: 1, skipped: 0 });
  expect(said).toEqual(['ok  tidy  _ s', 'FAILED  swept  _ s', '    $ echo dust; false\n    dust']);
});

test('the checks of one lane run in order, the lanes side by side', async () => {
  const said: string[] = [];
  await runChecks(
    [
      { lane: 'astro', name: 'slow', run: 'sleep 0.5' },
      { lane: 'astro', name: 'after slow', run: 'true' },
      { lane: 'sources', name: 'quick', run: 'true' },
    ],
    (line) => said.push(line.replace(/^ok {2}(.*) {2}.*$/, '$1')),
  );
  expect(said).toEqual(['quick', 'slow', 'after slow']);
});

test('the last line that counts is the one that is read', () => {
  const output = '3 passed, 0 failed, 0 skipped\nmore\n41 passed, 1 failed, 2 skipped\nnpm error';
  expect(lastCounts(output)).toEqual({ passed: 41, failed: 1, skipped: 2 });
  expect(lastCounts('Killed')).toBeUndefined();
});

test('counts add up', () => {
  const one = { passed: 1, failed: 2, skipped: 3 };
  expect(sum([one, one])).toEqual({ passed: 2, failed: 4, skipped: 6 });
});

test.each([
  [{}, false],
  [{ CI: 'true' }, true],
  [{ CI: 'false' }, false],
  [{ KUBEMEND_REQUIRE_LABS: '1' }, true],
])('%o: whether what was skipped counts as failed is %s', (env, fails) => {
  expect(skipsFail(env)).toBe(fails);
});
