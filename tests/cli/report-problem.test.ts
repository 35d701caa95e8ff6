import { describe, expect, it } from 'vitest';
import { problemText } from '../../src/cli/report-problem.ts';
import { problem } from '../../src/domain/problem.ts';

describe('a problem', () => {
  it('is told without what a target may have put into it to move the cursor or hide a word', () => {
    const told = problemText(
      problem('unreachable', 'node-7 cannot be reached: \u001b[2Jwelcome\u009b1A\nsecond line \u202eevil', { hint: 'ssh said \u0007this' }),
    );
    expect(told).toMatchInlineSnapshot(`
      "
        The target cannot be reached [unreachable]
        node-7 cannot be reached: welcome·1A
        second line ·evil
        ssh said ·this
        Nothing was changed.

      "
    `);
  });
});
