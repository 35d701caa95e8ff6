import { describe, expect, it } from 'vitest';
import { worstOf } from '../../src/domain/verdict.ts';

describe('the exit code of several targets', () => {
  it('is that of the worst: what stands in between before what failed, what could not be told before what was found', () => {
    expect(worstOf([0, 3])).toBe(3);
    expect(worstOf([3, 4, 0])).toBe(4);
    expect(worstOf([6, 8])).toBe(8);
    expect(worstOf([130, 4, 6])).toBe(6);
    expect(worstOf([1, 7])).toBe(7);
    expect(worstOf([5, 2, 9])).toBe(9);
    expect(worstOf([0, 0])).toBe(0);
  });

  it('is that of an internal error where one is not known', () => {
    expect(worstOf([0, 99])).toBe(1);
  });
});
