/** Stretches of versions between two bounds, and what can be said of them with one ordering. */
import type { Ordering, Version } from './ordering.ts';

export type Bound = { readonly version: Version; readonly inclusive: boolean };

/** From a lower bound to an upper one; null is no bound. */
export type Interval = { readonly from: Bound | null; readonly to: Bound | null };

export const EVERYTHING: Interval = { from: null, to: null };

type Side = { ordering: Ordering; side: 1 | -1 };

/** Of two bounds of one side, the one that lets less through: for a lower bound (side 1) the higher. */
const tighter = (a: Bound | null, b: Bound | null, { ordering, side }: Side): Bound | null => {
  if (a === null || b === null) return a ?? b;
  const order = ordering.compare(a.version, b.version) * side;
  if (order === 0) return a.inclusive ? b : a;
  return order > 0 ? a : b;
};

export const intersect = (a: Interval, b: Interval, ordering: Ordering): Interval => ({
  from: tighter(a.from, b.from, { ordering, side: 1 }),
  to: tighter(a.to, b.to, { ordering, side: -1 }),
});

/** Whether the bounds contradict each other. */
export const isEmpty = ({ from, to }: Interval, ordering: Ordering): boolean => {
  if (from === null || to === null) return false;
  const order = ordering.compare(from.version, to.version);
  return order > 0 || (order === 0 && !(from.inclusive && to.inclusive));
};

export const contains = (interval: Interval, version: Version, ordering: Ordering): boolean => {
  const point: Bound = { version, inclusive: true };
  return !isEmpty(intersect(interval, { from: point, to: point }, ordering), ordering);
};

/** Whether no version lies between the end of `a` and the beginning of `b`, which does not begin before `a`. */
const reaches = (a: Interval, b: Interval, ordering: Ordering): boolean => {
  if (a.to === null || b.from === null) return true;
  const order = ordering.compare(a.to.version, b.from.version);
  return order > 0 || (order === 0 && (a.to.inclusive || b.from.inclusive));
};

/** The bound of two upper ones that lets more through. */
const looser = (a: Bound | null, b: Bound | null, ordering: Ordering): Bound | null => {
  if (a === null || b === null) return null;
  return tighter(a, b, { ordering, side: -1 }) === a ? b : a;
};

const byBeginning =
  (ordering: Ordering) =>
  (a: Interval, b: Interval): number => {
    if (a.from === null || b.from === null) return Number(b.from === null) - Number(a.from === null);
    return ordering.compare(a.from.version, b.from.version) || Number(b.from.inclusive) - Number(a.from.inclusive);
  };

/** The same versions as stretches that neither overlap nor touch, in order. */
export const merge = (intervals: readonly Interval[], ordering: Ordering): Interval[] => {
  const merged: Interval[] = [];
  for (const next of intervals.toSorted(byBeginning(ordering))) {
    const last = merged.at(-1);
    if (last === undefined || !reaches(last, next, ordering)) merged.push(next);
    else merged.splice(-1, 1, { from: last.from, to: looser(last.to, next.to, ordering) });
  }
  return merged;
};
