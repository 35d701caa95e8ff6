import { describe, expect, it } from 'vitest';
import { semverVendored } from '../../../src/domain/version/semver-vendored.ts';
import { expectInOrder, order } from './in-order.ts';

describe('the semver ordering of what distributions rebuild', () => {
  it('puts alpha, beta and rc before the release, however they are written', () => {
    expectInOrder(semverVendored, ['v2.0.0-alpha.1', '2.0.0-beta.0', '2.0.0-rc.1', '2.0.0-rc2', '2.0.0-rc.10', '2.0.0', '2.0.1']);
    expectInOrder(semverVendored, ['17.12.1-ce', '18.09.1-rc1', '18.09.1', '20.10.12']);
  });

  it.each([
    ['v2.0.2-k3s2', '2.0.2'],
    ['v2.0.5-k3s2.32', 'v2.0.5'],
    ['1.6.20~ds1', '1.6.20'],
    ['1.5.9-0ubuntu1~20.04.4', '1.5.9'],
    ['20.10.24+dfsg1', '20.10.24'],
    ['19.03.13-ce', '19.03.13'],
    ['v1.31.6-eks-bc803b4', '1.31.6'],
    ['v2.1.0-beta.1-34-g0a1b2c3', '2.1.0-beta.1'],
    ['1.7.0~rc.1~ds1', '1.7.0-rc1'],
  ])('takes %s for a build of %s', (a, b) => {
    expect(order(semverVendored, a, b)).toBe(0);
  });

  it.each(['dev', '2.0', 'master-dockerproject-2021', '2.0.2-', '2.0.2 abc'])('does not read %s', (text) => {
    expect(semverVendored.parse(text)).toBeNull();
  });
});
