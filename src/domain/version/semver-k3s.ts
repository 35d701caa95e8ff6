/**
 * The tags of K3s and RKE2 (https://github.com/k3s-io/k3s/releases): `v1.32.3-rc2+k3s1`, where the build counts, and
 * v1.28.11+k3s2 mends v1.28.11+k3s1. Without a build comes before `+k3s1` of the same version. Builds of different
 * families (`k3s`, `rke2r`) go by the family's name: a tie-break without a meaning. `-k3s1`, the form of the image
 * tags, is the same as `+k3s1`, and so is `+k3s.1` of 2019. A build without a number (`+k3s-95ea0e16`, made by hand) is no version: what is in it
 * cannot be told.
 */
import { digitsKey, dottedKey, naturalParts, preReleaseKey, wordKey } from './key.ts';
import type { Key } from './key.ts';
import { makeOrdering } from './ordering.ts';
import type { Operator, Version } from './ordering.ts';

const TAG = /^v?(\d+\.\d+\.\d+)(?:-([a-z]+(?:\.?\d+)*))?(?:\+([a-z][0-9a-z]*[a-z]|[a-z])\.?(\d+))?$/i;
const IMAGE_TAG = /-((?:k3s|rke2r)\.?\d+)$/;
const NO_BUILD = 0;
const BUILD = 1;

const buildKey = (family: string | undefined, build: string | undefined): Key =>
  family === undefined || build === undefined ? NO_BUILD : [BUILD, wordKey(family), digitsKey(build)];

/** `<=1.31.5` would leave out 1.31.5+k3s1, the only 1.31.5 there is. */
const objection = (operator: Operator, { text }: Version): string | null => {
  if (operator === '>=' || operator === '<' || text.includes('+') || IMAGE_TAG.test(text)) return null;
  return `say the build, as in ${operator}${text}+k3s1: ${text} alone comes before it, and is not what people run`;
};

export const semverK3s = makeOrdering({
  name: 'semver-k3s',
  example: '1.32.2+k3s1',
  keyOf: (text) => {
    const [, numbers, pre, family, build] = TAG.exec(text.replace(IMAGE_TAG, '+$1')) ?? [];
    return numbers === undefined ? null : [dottedKey(numbers), preReleaseKey(naturalParts(pre ?? '')), buildKey(family, build)];
  },
  objection,
});
