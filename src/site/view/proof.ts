/** What a page says about a proof. */
import type { FormerProof } from '../../domain/former-proof.ts';
import type { CellRecord, CheckRecord, LookedFor } from '../../domain/proof.ts';
import type { Proven } from '../proofs.ts';
import { fill, type Words } from '../words/index.ts';

export type Standing = 'none' | 'proven' | 'failed' | 'stale';

export const standingOfBest = (proofs: Proven[]): Standing => proofs[0]?.standing.kind ?? 'none';

export const dayOf = ({ proof }: Proven): string => proof.predicate.kubemend.startedAt.slice(0, 10);

/** `Proven · component · injected`: how real it was is part of the claim. */
export const proofLabel = (proofs: Proven[], words: Words): string => {
  const [best] = proofs;
  if (best === undefined) return words.proof.none;
  const { level, cause } = best.proof.predicate.kubemend;
  return [words.proof[best.standing.kind], words.proof.level[level].name, words.proof.cause[cause].name].join(' · ');
};

export const whatChanged = ({ standing }: Proven, words: Words): string =>
  standing.kind === 'stale'
    ? fill(words.proof.staleText, { what: standing.changed.map((name) => words.proof.subject[name] ?? name).join(words.proof.comma) })
    : '';

/** Checks that were made in the same cells. */
export type Made = { cells: string[]; checks: Pick<CheckRecord, 'title' | 'outcome'>[] };

/** Each check once, with the cells where it had this outcome; those of the same cells together, in the order they were first made. */
export const checksMade = (all: CheckRecord[]): Made[] => {
  const same = Map.groupBy(all, ({ title, outcome }) => JSON.stringify([title, outcome]));
  const where = Map.groupBy(same.values(), (records) => JSON.stringify(records.map(({ cell }) => cell)));
  return [...where.values()].map((group) => ({
    cells: (group[0] ?? []).map(({ cell }) => cell),
    checks: group.flatMap(([first]) => first ?? []).map(({ title, outcome }) => ({ title, outcome })),
  }));
};

const KINDS = ['affected', 'control', 'mutation'] as const;

/** Where the fault is, where it must not be, and what must be caught: each with its cells in the order they were run. */
export const matrixOf = (cells: CellRecord[]): [CellRecord['kind'], CellRecord[]][] =>
  KINDS.map((kind): [CellRecord['kind'], CellRecord[]] => [kind, cells.filter((cell) => cell.kind === kind)]).filter(
    ([, records]) => records.length > 0,
  );

/** `Sudo version 1.9.13p3` is not named a second time, by `sudo`. */
export const namesItself = (name: string, version: string): boolean => version.toLowerCase().startsWith(`${name.toLowerCase()} `);

/** What was different in this cell: the versions as they were found, and what else it was set to. */
export const configurationOf = ({ settings, versions }: CellRecord): string[] => {
  const found = Object.entries(versions).map(([name, version]) => (namesItself(name, version) ? version : `${name} ${version}`));
  const set = Object.entries(settings).filter(([, value]) => value === '' || !found.some((one) => one.includes(value)));
  return [...found, ...set.map(([name, value]) => `${name}=${value}`)];
};

type Finding = Pick<LookedFor, 'verdict' | 'reason' | 'forced'> & { state: LookedFor['state'] | 'both' };

const sameFinding = (a: Finding) => (b: Finding) =>
  JSON.stringify([a.verdict, a.reason, a.forced]) === JSON.stringify([b.verdict, b.reason, b.forced]);

/** Each verdict once, with where it was given: healthy, broken, or both. */
const distinct = (all: LookedFor[]): Finding[] =>
  all.reduce<Finding[]>((found, { state, verdict, reason, forced }) => {
    const one: Finding = { state, verdict, reason, forced };
    const at = found.findIndex(sameFinding(one));
    const before = found[at];
    if (before === undefined) return [...found, one];
    return before.state === state || before.state === 'both' ? found : found.with(at, { ...before, state: 'both' });
  }, []);

/** What was said of each other failure, whatever the number of cells that said it. */
export const lookedForBySlug = (all: LookedFor[]) =>
  [...Map.groupBy(all, ({ slug }) => slug)].map(([slug, ofSlug]) => ({ slug, digest: ofSlug[0]?.digest, findings: distinct(ofSlug) }));

/** How often another failure was found where it is not. */
export const falseAlarms = (all: LookedFor[]): number =>
  all.filter(({ verdict, forced }) => verdict === 'present' || forced?.verdict === 'present').length;

/** A proof of the same files as one that holds now. */
export const isOfToday = ({ subject }: FormerProof, proofs: Proven[]): boolean =>
  proofs.some(({ proof, standing }) => standing.kind === 'proven' && JSON.stringify(proof.subject) === JSON.stringify(subject));
