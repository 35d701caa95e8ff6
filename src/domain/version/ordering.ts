/** What it takes to say which of two versions comes first. One file here per ordering. */
import { compareKeys } from './key.ts';
import type { Key, Order } from './key.ts';

/** A version that was read: its text as written, and what decides its place. Made only by `parse`. */
export type Version = { readonly text: string; readonly key: Key };

export const operators = ['>=', '<=', '>', '<', '='] as const;
export type Operator = (typeof operators)[number];

export type Ordering = {
  readonly name: string;
  /** A version as this ordering reads it, for messages: `1.32.2+k3s1`. */
  readonly example: string;
  /** The version, or null when the text is none. */
  readonly parse: (text: string) => Version | null;
  readonly compare: (a: Version, b: Version) => Order;
  /** Why a condition that reads well would mislead here, or null. */
  readonly objection: (operator: Operator, version: Version) => string | null;
};

type Rules = { name: string; example: string; keyOf: (text: string) => Key | null; objection?: Ordering['objection'] };

export const makeOrdering = ({ name, example, keyOf, objection = () => null }: Rules): Ordering => ({
  name,
  example,
  parse: (text) => {
    const key = keyOf(text);
    return key === null ? null : { text, key };
  },
  compare: (a, b) => compareKeys(a.key, b.key),
  objection,
});
