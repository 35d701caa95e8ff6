/**
 * The release of a Linux kernel as `uname -r` prints it: `6.18.44-fc`, `6.1.0-13-amd64`, `6.19.0-rc3`. The dotted
 * numbers decide (6.18 is 6.18.0) and `-rcN` comes before the release; the rest names a build and does not count.
 */
import { dottedKey, naturalParts, preReleaseKey } from './key.ts';
import { makeOrdering } from './ordering.ts';

const KERNEL = /^(\d+(?:\.\d+)+)(?:-(rc\d+)(?!\w))?(?:[-+~._]?[a-z0-9_][\w.+~-]*|\+)?$/i;

export const kernel = makeOrdering({
  name: 'kernel',
  example: '6.18.44',
  keyOf: (text) => {
    const [, numbers, candidate] = KERNEL.exec(text) ?? [];
    return numbers === undefined ? null : [dottedKey(numbers), preReleaseKey(naturalParts(candidate ?? ''))];
  },
});
