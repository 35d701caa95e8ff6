import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { orderings } from './generators.ts';

const flip = (order: number): number => (order === 0 ? 0 : -order);

describe.each(orderings)('the $name ordering', ({ ordering, version }) => {
  const { compare } = ordering;

  it('puts every two versions in an order, the other way round when swapped', () => {
    fc.assert(fc.property(version, version, (a, b) => [-1, 0, 1].includes(compare(a, b)) && compare(b, a) === flip(compare(a, b))));
  });

  it('finds a version equal to itself', () => {
    fc.assert(fc.property(version, (a) => compare(a, a) === 0));
  });

  it('is transitive, also over versions that are equal', () => {
    const trio = fc.tuple(version, version, version).map((all) => all.toSorted(compare) as typeof all);
    fc.assert(fc.property(trio, ([a, b, c]) => compare(a, c) === Math.min(compare(a, b), compare(b, c))));
  });

  it('keeps the text of a version as written', () => {
    fc.assert(fc.property(version, ({ text }) => ordering.parse(text)?.text === text));
  });

  it('reads its own example, and nothing that is no version', () => {
    expect(ordering.parse(ordering.example)).not.toBeNull();
    for (const text of ['', ' ', 'v', 'latest', ' 1.2.3', '1.2.3 ', '1.2.3\n', '-1', '<no value>', '１.2.3'])
      expect(ordering.parse(text), text).toBeNull();
  });

  it('never throws, whatever it is given', () => {
    fc.assert(fc.property(fc.string(), (text) => ordering.parse(text) === null || ordering.parse(text)?.text === text));
  });
});
