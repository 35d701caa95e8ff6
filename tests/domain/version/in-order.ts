import { expect } from 'vitest';
import type { Order } from '../../../src/domain/version/key.ts';
import type { Ordering } from '../../../src/domain/version/ordering.ts';

export const order = (ordering: Ordering, a: string, b: string): Order => {
  const [left, right] = [ordering.parse(a), ordering.parse(b)];
  if (left === null || right === null) throw new Error(`${left === null ? a : b} is no ${ordering.name} version`);
  return ordering.compare(left, right);
};

/** Every version of the list comes before all that follow it. */
export const expectInOrder = (ordering: Ordering, texts: string[]): void => {
  for (const [at, a] of texts.entries()) for (const b of texts.slice(at + 1)) expect(order(ordering, a, b), `${a} before ${b}`).toBe(-1);
};
