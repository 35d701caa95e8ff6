/**
 * Revisions of a snap: the store numbers uploads, of every track and architecture in one row, so that a higher number
 * says nothing about what is in it (https://snapcraft.io/docs/revisions). Only equality has a meaning, and ranges over
 * them are refused.
 */
import { digitsKey } from './key.ts';
import { makeOrdering } from './ordering.ts';

export const snapRevision = makeOrdering({
  name: 'snap-revision',
  example: '7731',
  keyOf: (text) => (/^[1-9]\d*$/.test(text) ? digitsKey(text) : null),
  objection: (operator) => (operator === '=' ? null : 'snap revisions are exact values, not ranges: list them, as in 7731 || 7746'),
});
