/**
 * Debian package versions, `[epoch:]upstream[-revision]`, as dpkg compares them
 * (https://www.debian.org/doc/debian-policy/ch-controlfields.html#version): non-digits and digits in turn,
 * `~` before the end, the end before letters, letters before everything else. No epoch is 0, no revision is 0.
 */
import { digitsKey } from './key.ts';
import type { Key } from './key.ts';
import { makeOrdering } from './ordering.ts';

const DEBIAN = /^(?:(\d+):)?(\d[0-9a-z.+~:-]*?)(?:-([0-9a-z.+~]+))?$/i;
const MAX_EPOCH = 2 ** 31 - 1;
const AFTER_LETTERS = 256;

const signKey = (sign: string): number => {
  if (sign === '~') return -1;
  const code = sign.codePointAt(0) ?? 0;
  return /[a-z]/i.test(sign) ? code : code + AFTER_LETTERS;
};

const partKey = (part: string): Key =>
  Array.from(part.matchAll(/(\D*)(\d*)/g), ([, signs = '', digits = '']) => [Array.from(signs, signKey), digitsKey(digits || '0')]);

/** A colon needs an epoch before it; the last hyphen needs a revision behind it. */
const isAmbiguous = (upstream: string, epoch: string | undefined, revision: string | undefined): boolean =>
  (epoch === undefined && upstream.includes(':')) || (revision === undefined && upstream.includes('-'));

export const debian = makeOrdering({
  name: 'debian',
  example: '1:1.6.20~ds1-1+deb12u1',
  keyOf: (text) => {
    const [, epoch, upstream, revision] = DEBIAN.exec(text) ?? [];
    if (upstream === undefined || isAmbiguous(upstream, epoch, revision) || Number(epoch ?? 0) > MAX_EPOCH) return null;
    return [digitsKey(epoch ?? '0'), partKey(upstream), partKey(revision ?? '')];
  },
});
