import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { kernel } from '../../src/domain/version/kernel.ts';
import type { Ordering, Version } from '../../src/domain/version/ordering.ts';
import { semverK3s } from '../../src/domain/version/semver-k3s.ts';
import { semver } from '../../src/domain/version/semver.ts';
import { snapRevision } from '../../src/domain/version/snap-revision.ts';
import { parseRange, satisfies, toOsvEvents } from '../../src/domain/version-range.ts';
import type { OsvEvent, ParsedRange, Range } from '../../src/domain/version-range.ts';
import { orderings } from './version/generators.ts';

const rangeOf = (text: string, ordering: Ordering = semver): Range => {
  const parsed = parseRange(text, ordering);
  if (parsed.kind === 'bad') throw new Error(`${text}: ${parsed.why}`);
  return parsed.range;
};

const isInside = (text: string, version: string, ordering: Ordering = semver): boolean => {
  const parsed = ordering.parse(version);
  if (parsed === null) throw new Error(`${version} is no version`);
  return satisfies(rangeOf(text, ordering), parsed);
};

const K3S = '>=1.32.2+k3s1 <1.32.3-rc2 || >=1.31.6+k3s1 <1.31.7+k3s1';

describe('a range', () => {
  it.each([
    ['>=1.32.0 <1.32.4 || >=1.31.6 <1.31.8', 'v1.32.2', true],
    ['>=1.32.0 <1.32.4 || >=1.31.6 <1.31.8', 'v1.31.7', true],
    ['>=1.32.0 <1.32.4 || >=1.31.6 <1.31.8', 'v1.31.8', false],
    ['>=1.32.0 <1.32.4 || >=1.31.6 <1.31.8', 'v1.32.4', false],
    ['>= 1.32.0  <1.32.4', '1.32.0', true],
    ['>=1.32.0<1.32.4', '1.32.3', true],
    ['=1.2.3', '1.2.3', true],
    ['1.2.3', 'v1.2.3', true],
    ['1.2.3', '1.2.4', false],
    ['1.2.3 || 1.2.5', '1.2.5', true],
    ['>1.2.3 <=1.2.5', '1.2.3', false],
    ['>1.2.3 <=1.2.5', '1.2.5', true],
    ['*', '0.0.0-0', true],
    ['>=1.2.3 >1.2.3', '1.2.3', false],
    ['<1.2.3 <=1.2.3', '1.2.3', false],
    ['* || 1.2.3', '99.0.0', true],
  ])('%s with %s: %s', (text, version, inside) => {
    expect(isInside(text, version)).toBe(inside);
  });

  it('gives pre-releases their ordinary place', () => {
    expect(isInside('<1.32.4', '1.32.4-rc1')).toBe(true);
    expect(isInside('>=1.32.0', '1.32.0-rc1')).toBe(false);
  });

  it.each([
    ['v1.32.1+k3s1', false],
    ['v1.32.2+k3s1', true],
    ['v1.32.2+rke2r1', true],
    ['v1.32.3-rc1+k3s1', true],
    ['v1.32.3-rc2+k3s1', false],
    ['v1.32.3+k3s1', false],
    ['v1.31.5+k3s1', false],
    ['v1.31.6+k3s1', true],
    ['v1.31.7+k3s1', false],
    ['v1.30.14+k3s1', false],
    ['v1.33.0+k3s1', false],
  ])('of K3s, as in k3s#11857, with %s: %s', (version, inside) => {
    expect(isInside(K3S, version, semverK3s)).toBe(inside);
  });

  it('of snap revisions is a list of exact values', () => {
    expect(isInside('7731 || 7746', '7746', snapRevision)).toBe(true);
    expect(isInside('7731 || 7746', '7740', snapRevision)).toBe(false);
  });
});

describe('a range that is refused says why, and where', () => {
  const refusal = (text: string, ordering: Ordering = semver): string => {
    const parsed = parseRange(text, ordering);
    return parsed.kind === 'ok' ? 'read' : `${parsed.at}: ${parsed.why}`;
  };

  it.each([
    ['', '0: expected a condition such as >=1.32.2, or * for any version'],
    ['>=1.2.3 ||', '10: expected a condition such as >=1.32.2, or * for any version'],
    ['|| >=1.2.3', '0: expected a condition such as >=1.32.2, or * for any version'],
    ['>=2.0.0 <1.0.0', '8: no version can be inside: this condition contradicts the ones before it'],
    ['1.0.0 || >=2.0.0 <2.0.0', '17: no version can be inside: this condition contradicts the ones before it'],
    ['1.0.0 1.0.1', '6: no version can be inside: this condition contradicts the ones before it'],
    ['>=2 <1', '2: `2` is no version; expected one such as 1.32.2'],
    ['>=1.2.3 <latest', '9: `latest` is no version; expected one such as 1.32.2'],
    ['>=1.2.3 <', '9: expected a version after `<`, such as 1.32.2'],
    ['^1.2.3', '0: `^` is not used in ranges; say both ends: >=1.2.3 <2.0.0'],
    ['^0.2.3', '0: `^` is not used in ranges; say both ends: >=0.2.3 <0.3.0'],
    ['>=1.0.0 <2.0.0 || ~1.2.3', '18: `~` is not used in ranges; say both ends: >=1.2.3 <1.3.0'],
    ['~> 1.2', '0: `~>` is not used in ranges; say both ends: >=1.2.0 <1.3.0'],
    ['^', '0: `^` is not used in ranges; say both ends: >=1.2.3 <2.0.0'],
    ['^latest', '0: `^` is not used in ranges; say both ends: >=1.2.3 <2.0.0'],
    ['1.2.3 - 1.3.0', '6: `-` is not used in ranges; say both ends: >=1.2.3 <=1.2.9'],
    ['1.32.x', '0: `1.32.x` is not used in ranges; say both ends: >=1.32.0 <1.33.0'],
    ['1.*', '0: `1.*` is not used in ranges; say both ends: >=1.0.0 <2.0.0'],
    ['==1.2.3', '0: `==` is not used in ranges; write =1.2.3'],
    ['=>1.2.3', '0: `=>` is not used in ranges; write >=1.2.3'],
    ['=<1.2.3', '0: `=<` is not used in ranges; write <=1.2.3'],
    ['!=1.2.3', '0: `!=` is not used in ranges; write two alternatives: <1.2.3 || >1.2.3'],
    ['<>1.2.3', '0: `<>` is not used in ranges; expected one of >= <= > < ='],
    ['>=1.2.3, <1.3.0', '2: conditions are joined by a space, not a comma: >=1.2.3 <1.3.0'],
    ['1.2.3 | 1.2.4', '6: alternatives are joined by `||`'],
    ['>=*', '2: `*` is no version; expected one such as 1.32.2'],
  ])('%j', (text, expected) => {
    expect(refusal(text)).toBe(expected);
  });

  it.each(['<7731', '<=7731', '>7731', '>=7731'])('%s of snap revisions', (text) => {
    expect(refusal(text, snapRevision)).toBe('0: snap revisions are exact values, not ranges: list them, as in 7731 || 7746');
  });

  it.each(['<=1.31.5', '1.31.5', '=1.31.5', '>1.31.5'])('%s of K3s, which would miss the builds', (text) => {
    expect(refusal(text, semverK3s)).toContain('1.31.5 alone comes before it, and is not what people run');
    expect(refusal(text.replace('1.31.5', '1.31.5+k3s1'), semverK3s)).toBe('read');
  });

  it('never throws, whatever it is given', () => {
    const pieces = fc.constantFrom('>=', '<', '^', '~', ' ', '||', '|', '1.2.3', '1.x', '-', '*', ',', 'v', '=', '!');
    const text = fc.oneof(
      fc.string(),
      fc.array(pieces).map((all) => all.join('')),
    );
    fc.assert(
      fc.property(text, (one) => {
        const parsed = parseRange(one, semver);
        return parsed.kind === 'ok' || (parsed.at >= 0 && parsed.at <= one.length && parsed.why !== '');
      }),
    );
  });
});

type Condition = { operator: '>=' | '<=' | '>' | '<' | '='; version: Version };

/** What the conditions say, one by one, without intervals. */
const naively = (alternatives: Condition[][], version: Version, { compare }: Ordering): boolean =>
  alternatives.some((conditions) =>
    conditions.every(({ operator, version: bound }) => {
      const order = compare(version, bound);
      return (operator.includes('=') && order === 0) || (operator.startsWith('>') && order > 0) || (operator.startsWith('<') && order < 0);
    }),
  );

/** The evaluation of https://ossf.github.io/osv-schema/#evaluation, for one range object. */
const osvSays = (events: OsvEvent[], version: Version, ordering: Ordering): boolean => {
  const against = (bound: string): number => ordering.compare(version, ordering.parse(bound) as Version);
  let vulnerable = false;
  for (const event of events) {
    if ('introduced' in event && (event.introduced === '0' || against(event.introduced) >= 0)) vulnerable = true;
    if ('fixed' in event && against(event.fixed) >= 0) vulnerable = false;
    if ('last_affected' in event && against(event.last_affected) > 0) vulnerable = false;
  }
  return vulnerable;
};

const exact = (ordering: Ordering): boolean => ordering === snapRevision;
const write = (alternatives: Condition[][]): string =>
  alternatives.map((all) => all.map(({ operator, version }) => operator + version.text).join(' ')).join(' || ');

type Case = { alternatives: Condition[][]; one: Version; parsed: ParsedRange };

describe.each(orderings)('generated ranges of the $name ordering', ({ ordering, version }) => {
  const operator = exact(ordering) ? fc.constant('=' as const) : fc.constantFrom('>=', '<=', '>', '<', '=');
  /** A range over few versions, so that its bounds often meet, and one of these or another version to ask about. */
  const cases = fc
    .array(version, { minLength: 2, maxLength: 4 })
    .chain((few) => {
      const condition: fc.Arbitrary<Condition> = fc.record({ operator, version: fc.constantFrom(...few) });
      const alternatives = fc.array(fc.array(condition, { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 4 });
      return fc.record({ alternatives, one: fc.oneof(version, fc.constantFrom(...few)) });
    })
    .map(({ alternatives, one }) => ({ alternatives, one, parsed: parseRange(write(alternatives), ordering) }));
  const readable = cases.filter(({ parsed }) => parsed.kind === 'ok');

  it('hold what their conditions hold, one by one', () => {
    const agree = ({ alternatives, parsed, one }: Case): boolean =>
      parsed.kind === 'ok' && satisfies(parsed.range, one) === naively(alternatives, one, ordering);
    fc.assert(fc.property(readable, agree), { numRuns: 300 });
  });

  it('give OSV events that hold the same versions', () => {
    let told = 0;
    const agree = ({ parsed, one }: Case): boolean => {
      const stretches = parsed.kind === 'ok' ? toOsvEvents(parsed.range) : null;
      if (parsed.kind === 'bad' || stretches === null) return true;
      told += 1;
      return stretches.some((events) => osvSays(events, one, ordering)) === satisfies(parsed.range, one);
    };
    fc.assert(fc.property(readable, agree), { numRuns: 300 });
    expect(told).toBeGreaterThan(20);
  });

  it('are refused as contradictions only if nothing is inside the alternative', () => {
    const agree = ({ alternatives, one }: Case): boolean =>
      alternatives.every((all) => {
        const parsed = parseRange(write([all]), ordering);
        return parsed.kind === 'ok' || !parsed.why.includes('contradicts') || !naively([all], one, ordering);
      });
    fc.assert(fc.property(cases, agree));
  });
});

describe('OSV events', () => {
  it.each([
    ['*', [[{ introduced: '0' }]]],
    ['<1.2.3', [[{ introduced: '0' }, { fixed: '1.2.3' }]]],
    ['<=1.2.3', [[{ introduced: '0' }, { last_affected: '1.2.3' }]]],
    ['>=1.2.3', [[{ introduced: '1.2.3' }]]],
    ['1.2.3', [[{ introduced: '1.2.3' }, { last_affected: '1.2.3' }]]],
    [
      '>=1.32.0 <1.32.4 || >=1.31.6 <1.31.8',
      [
        [{ introduced: '1.31.6' }, { fixed: '1.31.8' }],
        [{ introduced: '1.32.0' }, { fixed: '1.32.4' }],
      ],
    ],
    ['>=1.0.0 <3.0.0 || >=2.0.0 <2.5.0', [[{ introduced: '1.0.0' }, { fixed: '3.0.0' }]]],
    ['>=1.0.0 <2.0.0 || >=2.0.0 <=2.5.0', [[{ introduced: '1.0.0' }, { last_affected: '2.5.0' }]]],
    ['>=1.0.0 <2.0.0 || >1.5.0', [[{ introduced: '1.0.0' }]]],
    ['>1.0.0 || >=1.0.0 <2.0.0', [[{ introduced: '1.0.0' }]]],
    ['>1.0.0', null],
  ])('of %s', (text, events) => {
    expect(toOsvEvents(rangeOf(text))).toEqual(events);
  });

  it('keep the versions as written', () => {
    expect(toOsvEvents(rangeOf('>=6.18.44-fc', kernel))).toEqual([[{ introduced: '6.18.44-fc' }]]);
  });
});
