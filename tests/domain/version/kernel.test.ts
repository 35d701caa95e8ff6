import { describe, expect, it } from 'vitest';
import { kernel } from '../../../src/domain/version/kernel.ts';
import { expectInOrder, order } from './in-order.ts';

describe('the ordering of kernels', () => {
  it('goes by the dotted numbers, candidates first', () => {
    expectInOrder(kernel, [
      '2.6.32-754.el6.x86_64',
      '4.19.0',
      '5.9.16',
      '5.10.0-rc1',
      '5.10.0-rc10',
      '5.10.0',
      '6.6.87.1-microsoft-standard-WSL2',
      '6.6.87.2',
      '6.18.44-fc',
    ]);
  });

  it.each([
    ['6.18.44-fc', '6.18.44'],
    ['6.1.0-13-amd64', '6.1'],
    ['5.15.0-91-generic', '5.15.0-101-generic'],
    ['5.10.0+', '5.10'],
    ['6.19.0-rc3-next-20260101', '6.19.0-rc3'],
  ])('does not tell %s from %s', (a, b) => {
    expect(order(kernel, a, b)).toBe(0);
  });

  it.each(['6', 'Linux', '6.18 44', '6.-fc'])('does not read %s', (text) => {
    expect(kernel.parse(text)).toBeNull();
  });
});
