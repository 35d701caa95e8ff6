/**
 * Semantic Versioning 2.0.0 (https://semver.org, rules 9 to 11): three numbers, pre-release parts, build metadata that
 * does not count. A leading `v` is allowed, as in every tag of minikube, kind and MicroK8s.
 */
import { dottedKey, preReleaseKey } from './key.ts';
import { makeOrdering } from './ordering.ts';

const NUMBER = '(?:0|[1-9]\\d*)';
const PART = `(?:${NUMBER}|\\d*[a-z-][0-9a-z-]*)`;
const SEMVER = new RegExp(`^v?(${NUMBER}\\.${NUMBER}\\.${NUMBER})(?:-(${PART}(?:\\.${PART})*))?(?:\\+[0-9a-z-]+(?:\\.[0-9a-z-]+)*)?$`, 'i');

export const semver = makeOrdering({
  name: 'semver',
  example: '1.32.2',
  keyOf: (text) => {
    const [, numbers, pre] = SEMVER.exec(text) ?? [];
    return numbers === undefined ? null : [dottedKey(numbers), preReleaseKey(pre?.split('.') ?? [])];
  },
});
