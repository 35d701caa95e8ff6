import * as fc from 'fast-check';
import { debian } from '../../../src/domain/version/debian.ts';
import { kernel } from '../../../src/domain/version/kernel.ts';
import type { Ordering, Version } from '../../../src/domain/version/ordering.ts';
import { semverK3s } from '../../../src/domain/version/semver-k3s.ts';
import { semverVendored } from '../../../src/domain/version/semver-vendored.ts';
import { semver } from '../../../src/domain/version/semver.ts';
import { snapRevision } from '../../../src/domain/version/snap-revision.ts';

/** Few values, so that two versions are often near each other. */
const small = fc.integer({ min: 0, max: 11 }).map(String);
const oneOf = (...texts: string[]): fc.Arbitrary<string> => fc.constantFrom(...texts);
const join = (...parts: fc.Arbitrary<string>[]): fc.Arbitrary<string> => fc.tuple(...parts).map((texts) => texts.join(''));
const maybe = (part: fc.Arbitrary<string>): fc.Arbitrary<string> => fc.option(part, { nil: '' });

const three = fc.tuple(small, small, small).map((numbers) => numbers.join('.'));
const part = fc.oneof(small, oneOf('alpha', 'beta', 'rc', 'rc2', 'x-y'));
const preRelease = fc.array(part, { minLength: 1, maxLength: 3 }).map((parts) => `-${parts.join('.')}`);
const candidate = join(oneOf('-rc', '-rc.', '-alpha.', '-beta'), small);

const debianPiece = fc.oneof(small, oneOf('.', '~', '+', 'a', 'Z', 'rc', '~~', '00', '007', '20240229123456789012345'));
const debianRest = fc.array(debianPiece, { maxLength: 5 }).map((pieces) => pieces.join(''));
const revision = fc.oneof(join(oneOf('-'), small, debianRest), oneOf('-0', '-1', '-1~bpo12+1', '-1+deb12u1', '-~'));
const epoch = maybe(join(small, oneOf(':')));

/** Debian versions of every shape: epochs, tildes, letters, zeros in front, hyphens and colons inside, long numbers. */
export const debianText = fc.oneof(
  join(epoch, small, debianRest, maybe(revision)),
  join(small, oneOf(':'), small, oneOf('-', ':', '.'), small, debianRest, revision),
);

const texts: [Ordering, fc.Arbitrary<string>][] = [
  [semver, join(oneOf('', 'v'), three, maybe(preRelease), maybe(oneOf('+k3s1', '+5.x')))],
  [semverVendored, join(oneOf('', 'v'), three, maybe(candidate), maybe(oneOf('-k3s2', '~ds1', '-ce', '+dfsg1')))],
  [semverK3s, join(oneOf('', 'v'), three, maybe(candidate), maybe(join(oneOf('+k3s', '+rke2r', '-k3s'), small)))],
  [debian, debianText],
  [kernel, join(small, oneOf('.'), three, maybe(oneOf('-rc1', '-rc10')), maybe(oneOf('-fc', '-13-amd64')))],
  [snapRevision, fc.integer({ min: 1, max: 20 }).map(String)],
];

const read = (ordering: Ordering, text: string): Version => {
  const version = ordering.parse(text);
  if (version === null) throw new Error(`the ${ordering.name} generator made ${text}, which is no version`);
  return version;
};

/** Each ordering with a generator of its versions, named for the titles of tests. */
export const orderings = texts.map(([ordering, text]) => ({
  name: ordering.name,
  ordering,
  version: text.map((one) => read(ordering, one)),
}));
