/**
 * Versions of software that distributions rebuild: containerd `2.0.2-k3s2` and `1.6.20~ds1`, docker `20.10.12-0ubuntu4`,
 * Kubernetes `1.31.6-eks-bc803b4`. To plain semver these are pre-releases, older than what they contain; here only
 * alpha, beta, rc, dev and pre come before the release, and any other suffix is a build that does not count.
 * Numbers may begin with zero, as Docker's did (`18.09.1`).
 */
import { dottedKey, naturalParts, preReleaseKey } from './key.ts';
import { makeOrdering } from './ordering.ts';

const VENDORED = /^v?(\d+\.\d+\.\d+)(?:[-~]((?:alpha|beta|rc|dev|pre)(?:\.?\d+)*)(?![a-z]))?(?:[-+~][\w.+~-]+)?$/i;

export const semverVendored = makeOrdering({
  name: 'semver-vendored',
  example: '2.0.2',
  keyOf: (text) => {
    const [, numbers, pre] = VENDORED.exec(text) ?? [];
    return numbers === undefined ? null : [dottedKey(numbers), preReleaseKey(naturalParts(pre ?? ''))];
  },
});
