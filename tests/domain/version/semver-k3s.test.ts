import { describe, expect, it } from 'vitest';
import { semverK3s } from '../../../src/domain/version/semver-k3s.ts';
import { expectInOrder, order } from './in-order.ts';

/**
 * In the order of their dates within a branch: k3s-io/docs docs/release-notes/v1.28.X.md and v1.32.X.md;
 * the candidate rc2 of 1.32.3 from the validation in k3s-io/k3s#11857.
 */
const RELEASES = [
  'v1.28.1+k3s1',
  'v1.28.2+k3s1',
  'v1.28.3+k3s1',
  'v1.28.3+k3s2',
  'v1.28.4+k3s2',
  'v1.28.5+k3s1',
  'v1.28.6+k3s2',
  'v1.28.7+k3s1',
  'v1.28.8+k3s1',
  'v1.28.9+k3s1',
  'v1.28.10+k3s1',
  'v1.28.11+k3s1',
  'v1.28.11+k3s2',
  'v1.32.0+k3s1',
  'v1.32.1+k3s1',
  'v1.32.2+k3s1',
  'v1.32.3-rc2+k3s1',
  'v1.32.3+k3s1',
  'v1.32.4+k3s1',
  'v1.32.9+k3s1',
  'v1.32.10+k3s1',
];

describe('the ordering of K3s and RKE2', () => {
  it('puts the releases of K3s in the order they came out', () => {
    expectInOrder(semverK3s, RELEASES);
  });

  it('counts candidates and builds as numbers', () => {
    expectInOrder(semverK3s, [
      '1.32.3-alpha1',
      '1.32.3-rc1',
      '1.32.3-rc.2',
      '1.32.3-rc10',
      '1.32.3',
      '1.32.3+k3s1',
      '1.32.3+k3s2',
      '1.32.3+k3s10',
    ]);
    expectInOrder(semverK3s, ['1.32.3-rc2+rke2r1', '1.32.3-rc2+rke2r2', '1.32.3+rke2r1', '1.32.3+rke2r10', '1.32.4+rke2r1']);
  });

  it('puts one family of builds before the other, whatever their numbers', () => {
    expectInOrder(semverK3s, ['1.32.3+k3s1', '1.32.3+k3s10', '1.32.3+rke2r1', '1.32.3+rke2r2']);
  });

  it.each([
    ['v1.32.2-k3s1', 'v1.32.2+k3s1'],
    ['v1.32.3-rc2-k3s1', '1.32.3-rc.2+k3s1'],
    ['v1.17.0+k3s.1', 'v1.17.0+k3s1'],
  ])('reads %s as %s', (a, b) => {
    expect(order(semverK3s, a, b)).toBe(0);
  });

  it.each(['v1.19.4+k3s-95ea0e16', '1.32', '1.32.2+', '1.32.2+1', '1.32.2-', '1.32.2+k3s1+k3s2'])('does not read %s', (text) => {
    expect(semverK3s.parse(text)).toBeNull();
  });
});
