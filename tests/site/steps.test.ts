import { describe, expect, test } from 'vitest';
import { readableLines } from '../../src/site/view/step.ts';

describe('what a step prints', () => {
  test.each([
    ['/^stale /', ['stale …']],
    ['/^none stale$/', ['none stale']],
    ['/answers/', ['… answers …']],
    ['/^room: /', ['room: …']],
    ['/^[0-9]+ of [0-9]+ do not run$/', ['N of N do not run']],
    ['/^(all [0-9]+ run|nothing to check: .*)$/', ['all N run', 'nothing to check: …']],
    ['/^Ready=(False|Unknown)/', ['Ready=False …', 'Ready=Unknown …']],
    ['/^runs \\S+ (containerd|docker):\\/\\//', ['runs … containerd:// …', 'runs … docker:// …']],
    ['/^runs [0-9][^ ]*, which stops$/', ['runs …, which stops']],
  ])('is shown as lines where the pattern is made of words, numbers and a rest: %s', (pattern, lines) => {
    expect(readableLines(pattern)).toEqual(lines);
  });

  test.each(['/^[0-9]+ pods? .*/', '/^a.c$/', '/(a|b) (c|d)/', '/^[a-f]{2}$/'])('stays a pattern where it says more: %s', (pattern) => {
    expect(readableLines(pattern)).toEqual([pattern]);
  });
});
