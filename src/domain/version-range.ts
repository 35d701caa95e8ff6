/**
 * Ranges of versions as people write them: `>=1.32.0 <1.32.4 || >=1.31.6 <1.31.8`. Conditions joined by spaces must all
 * hold, of the alternatives between `||` one; a bare version means exactly that one, `*` any. Pre-releases have
 * their ordinary place and no rule of their own: 1.32.4-rc1 is inside `<1.32.4`, and 1.32.0-rc1 is not inside `>=1.32.0`.
 */
import { contains, EVERYTHING, intersect, isEmpty, merge } from './version/interval.ts';
import type { Interval } from './version/interval.ts';
import { operators } from './version/ordering.ts';
import type { Operator, Ordering, Version } from './version/ordering.ts';
import { alternativesOf, operatorHint, versionHint } from './version/range-terms.ts';
import type { Term } from './version/range-terms.ts';

export type Range = { readonly text: string; readonly ordering: Ordering; readonly alternatives: readonly Interval[] };

/** Why a text is no range; `at` is the place in the text, counted from 0. */
export type BadRange = { readonly kind: 'bad'; readonly why: string; readonly at: number };
export type ParsedRange = { readonly kind: 'ok'; readonly range: Range } | BadRange;

type ParsedInterval = { kind: 'ok'; interval: Interval } | BadRange;

const bad = (why: string, at: number): BadRange => ({ kind: 'bad', why, at });
const ok = (interval: Interval): ParsedInterval => ({ kind: 'ok', interval });

const isOperator = (text: string): text is Operator => operators.some((operator) => operator === text);

const intervalOf = (operator: Operator, version: Version): Interval => {
  const bound = { version, inclusive: operator.includes('=') };
  return { from: operator.startsWith('<') ? null : bound, to: operator.startsWith('>') ? null : bound };
};

const parseTerm = (term: Term, ordering: Ordering): ParsedInterval => {
  if (term.operator === '' && term.version === '*') return ok(EVERYTHING);
  const operator = term.operator || '=';
  if (!isOperator(operator)) return bad(operatorHint(term), term.at);
  const version = ordering.parse(term.version);
  if (version === null) return bad(versionHint(term, ordering.example), term.versionAt);
  const objection = ordering.objection(operator, version);
  return objection === null ? ok(intervalOf(operator, version)) : bad(objection, term.at);
};

const parseAlternative = ({ at, terms }: { at: number; terms: Term[] }, ordering: Ordering): ParsedInterval => {
  if (terms.length === 0) return bad(`expected a condition such as >=${ordering.example}, or * for any version`, at);
  let all = EVERYTHING;
  for (const term of terms) {
    const parsed = parseTerm(term, ordering);
    if (parsed.kind === 'bad') return parsed;
    all = intersect(all, parsed.interval, ordering);
    if (isEmpty(all, ordering)) return bad('no version can be inside: this condition contradicts the ones before it', term.at);
  }
  return ok(all);
};

/** Reads a range with the ordering of its component. Never throws. */
export const parseRange = (text: string, ordering: Ordering): ParsedRange => {
  const alternatives: Interval[] = [];
  for (const written of alternativesOf(text)) {
    const parsed = parseAlternative(written, ordering);
    if (parsed.kind === 'bad') return parsed;
    alternatives.push(parsed.interval);
  }
  return { kind: 'ok', range: { text, ordering, alternatives } };
};

/** Whether a version, read with the range's own ordering, is inside. */
export const satisfies = (range: Range, version: Version): boolean =>
  range.alternatives.some((interval) => contains(interval, version, range.ordering));

export type OsvEvent = { introduced: string } | { fixed: string } | { last_affected: string };

const eventsOf = ({ from, to }: Interval): OsvEvent[] => {
  const introduced = { introduced: from?.version.text ?? '0' };
  if (to === null) return [introduced];
  return [introduced, to.inclusive ? { last_affected: to.version.text } : { fixed: to.version.text }];
};

/**
 * The `events` of OSV (https://ossf.github.io/osv-schema/#affectedrangesevents-fields), one list for each stretch of
 * affected versions, as OSV allows `fixed` and `last_affected` only in separate ranges; `"0"` is no lower bound.
 * Null when a stretch begins after a version (`>1.2.3`), since OSV can only say the first affected one, or at a version that is
 * itself written `0`, which OSV takes for no lower bound.
 */
export const toOsvEvents = (range: Range): OsvEvent[][] | null => {
  const stretches = merge(range.alternatives, range.ordering);
  const untold = ({ from }: Interval): boolean => from !== null && (!from.inclusive || from.version.text === '0');
  return stretches.some(untold) ? null : stretches.map(eventsOf);
};
