import { describe, expect, it } from 'vitest';
import { semver } from '../../../src/domain/version/semver.ts';
import { expectInOrder, order } from './in-order.ts';

describe('the semver ordering', () => {
  it('orders numbers as rule 11.2 of semver.org says', () => {
    expectInOrder(semver, ['1.0.0', '2.0.0', '2.1.0', '2.1.1', '2.1.10']);
  });

  it('orders pre-releases as rule 11.4 of semver.org says', () => {
    expectInOrder(semver, [
      '1.0.0-alpha',
      '1.0.0-alpha.1',
      '1.0.0-alpha.beta',
      '1.0.0-beta',
      '1.0.0-beta.2',
      '1.0.0-beta.11',
      '1.0.0-rc.1',
      '1.0.0',
    ]);
  });

  it('puts numbers before words, as rule 11.4.3 says, and longer numbers after shorter', () => {
    expectInOrder(semver, ['1.0.0-0', '1.0.0-9', '1.0.0-10', '1.0.0-1000', '1.0.0-0a', '1.0.0-A', '1.0.0-a', '1.0.0-aa']);
  });

  it.each([
    ['1.0.0+20130313144700', '1.0.0+exp.sha.5114f85'],
    ['v1.32.2', '1.32.2'],
    ['1.32.2+k3s1', '1.32.2'],
  ])('does not tell %s from %s', (a, b) => {
    expect(order(semver, a, b)).toBe(0);
  });

  it.each(['1', '1.2', '1.2.3.4', '01.2.3', '1.2.3-', '1.2.3-01', '1.2.3-a..b', '1.2.3+', '^1.2.3', '1.2.x'])(
    'does not read %s',
    (text) => {
      expect(semver.parse(text)).toBeNull();
    },
  );
});
