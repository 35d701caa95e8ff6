/** What a page says about a proof. */
import type { CellRecord, CheckRecord } from '../../domain/proof.ts';
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
    ? fill(words.proof.staleText, { what: standing.changed.map((name) => words.proof.subject[name] ?? name).join(', ') })
    : '';

/** The cells in the order they were run, each with its checks. */
export const byCell = (checks: CheckRecord[]): [string, CheckRecord[]][] => [...Map.groupBy(checks, (check) => check.cell)];

const KINDS = ['affected', 'control', 'mutation'] as const;

/** Where the fault is, where it must not be, and what must be caught: each with its cells in the order they were run. */
export const matrixOf = (cells: CellRecord[]): [CellRecord['kind'], CellRecord[]][] =>
  KINDS.map((kind): [CellRecord['kind'], CellRecord[]] => [kind, cells.filter((cell) => cell.kind === kind)]).filter(
    ([, records]) => records.length > 0,
  );

/** What was different in this cell: the versions as they were found, and what else it was set to. */
export const configurationOf = ({ settings, versions }: CellRecord): string[] => {
  const found = Object.entries(versions).map(([name, version]) => `${name} ${version}`);
  const set = Object.entries(settings).filter(([, value]) => value === '' || !found.some((one) => one.includes(value)));
  return [...found, ...set.map(([name, value]) => `${name}=${value}`)];
};
