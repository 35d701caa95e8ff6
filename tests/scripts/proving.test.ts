import { cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { boundOf } from '../../scripts/proving/bound-of.ts';
import { forgetCells, keptCells, proveState } from '../../scripts/proving/kept-cells.ts';
import type { Sample } from '../../scripts/proving/prove-lab.ts';
import { beginRound, endRound } from '../../scripts/proving/round.ts';
import { inOrder, sayOf } from '../../scripts/proving/sample-labs.ts';
import { describeFound, findProof, labsFor, parseWanted, proofFile } from '../../scripts/proving/wanted.ts';
import { formerFile, writeProof } from '../../scripts/proving/write-proof.ts';
import { readFormer } from '../../src/domain/former-proof.ts';
import { fullCell, readLab } from '../../src/labs/definition.ts';
import { makeProof, type CellResult } from '../../src/labs/proof.ts';
import { tempDir } from '../helpers/temp-dir.ts';

const ROOT = join(import.meta.dirname, '../..');
const source = { root: ROOT, slug: 'microk8s-dnat', level: 'component' } as const;
const NOON = '2026-11-21T12:00:00.000Z';

beforeEach(() => {
  vi.stubEnv('XDG_STATE_HOME', tempDir());
  return () => vi.unstubAllEnvs();
});

const result = (id: string, startedAt = NOON): CellResult => ({
  cell: { id, kind: 'control', title: '', settings: {}, versions: {}, outcome: 'passed', startedAt, seconds: 1, attempts: 1 },
  checks: [],
  lookedFor: [],
});

/** A copy of what there is to prove, to change at will. */
const copied = () => {
  const copy = { ...source, root: tempDir() };
  cpSync(join(ROOT, 'runbooks'), join(copy.root, 'runbooks'), { recursive: true });
  const change = (): void => writeFileSync(join(copy.root, 'runbooks', copy.slug, 'lab', copy.level, 'more'), 'more');
  const back = (): void => rmSync(join(copy.root, 'runbooks', copy.slug, 'lab', copy.level, 'more'));
  return { copy, change, back };
};

describe('cells that passed', () => {
  test('are kept for the same files, and for no others', async () => {
    const { copy, change, back } = copied();
    const kept = await keptCells(copy, '');
    await kept.write(result('one'));
    expect((await keptCells(copy, '')).read('one')).toEqual(result('one'));
    expect((await keptCells(copy, '')).read('two')).toBeNull();
    change();
    expect((await keptCells(copy, '')).read('one')).toBeNull();
    await kept.write(result('while the files were changed'));
    back();
    expect((await keptCells(copy, '')).read('while the files were changed')).toBeNull();
    expect((await keptCells(copy, '')).read('one')).toEqual(result('one'));
  });

  test('count for nothing once they are older than asked for, half written, or their proof is whole', async () => {
    const kept = await keptCells(source, '');
    await kept.write(result('one'));
    expect((await keptCells(source, '2026-11-21T12:00:01.000Z')).read('one')).toBeNull();
    const files = readdirSync(proveState(), { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    expect(files).toHaveLength(1);
    for (const { parentPath, name } of files) writeFileSync(join(parentPath, name), '{"cell":');
    expect(kept.read('one')).toBeNull();
    await kept.write(result('one'));
    forgetCells(source);
    expect(kept.read('one')).toBeNull();
  });
});

describe('a round through all labs', () => {
  const all = parseWanted(['--all']);
  const later = (hours: number): Date => new Date(Date.parse(NOON) + hours * 3_600_000);

  test('goes on where it was interrupted, and begins anew when it came to its end, or is another, or is of yesterday', () => {
    expect(beginRound(all, new Date(NOON))).toEqual({ startedAt: NOON, continued: false });
    expect(beginRound(all, later(3))).toEqual({ startedAt: NOON, continued: true });
    expect(beginRound(parseWanted(['--all', 'microk8s-dnat']), later(3)).continued).toBe(false);
    endRound();
    expect(beginRound(all, later(4)).continued).toBe(false);
    expect(beginRound(all, later(29)).continued).toBe(false);
  });
});

describe('the labs that are meant', () => {
  test('are all, or those of some runbooks, or of one level, those that need least first', () => {
    expect(labsFor(ROOT, parseWanted(['microk8s-dnat'])).map(({ level }) => level)).toEqual(['component', 'cluster']);
    expect(labsFor(ROOT, parseWanted(['microk8s-dnat', '--level', 'cluster'])).map(({ level }) => level)).toEqual(['cluster']);
    expect(() => labsFor(ROOT, parseWanted(['microk8s-dnat', '--level', 'distribution']))).toThrow('there is no such lab');
    expect(() => parseWanted(['--level', 'dream'])).toThrow('the levels are');
    expect(() => parseWanted(['--all', '--check'])).toThrow('choose one');
    expect(() => parseWanted(['--every'])).toThrow("Unknown option '--every'");
  });

  test('say how their proof stands against the files of today', async () => {
    const { copy, change } = copied();
    const bound = await boundOf(copy);
    writeFileSync(proofFile(copy), JSON.stringify(makeProof({ slug: copy.slug, lab: readLab(copy), bound, cells: [result('one')] })));
    const told = async (): Promise<string> => describeFound(await findProof(copy)).replaceAll('2026-11-21', '<day>');
    expect(await told()).toBe('proven on <day>, and nothing has changed since');
    change();
    expect(await told()).toBe('its proof of <day> is stale: lab changed');
    writeFileSync(proofFile(copy), JSON.stringify({ ...JSON.parse(readFileSync(proofFile(copy), 'utf8')), predicate: {} }));
    expect(await told()).toBe('its proof was written in another form');
    expect(describeFound(await findProof({ ...copy, level: 'distribution' }))).toBe('there is no proof');
  });

  test('keep a line of each proof that a newer one replaces', async () => {
    const { copy } = copied();
    rmSync(join(copy.root, 'runbooks', copy.slug, 'proofs'), { recursive: true });
    const bound = await boundOf(copy);
    const proofAt = (startedAt: string) => makeProof({ slug: copy.slug, lab: readLab(copy), bound, cells: [result('one', startedAt)] });
    const former = () =>
      readFormer(readFileSync(formerFile(copy), 'utf8')).map(({ level, startedAt, result: came }) => [level, startedAt, came]);
    const [first, second] = ['2026-11-19T12:00:00.000Z', '2026-11-20T12:00:00.000Z'];
    for (const at of [first, second, NOON]) await writeProof(copy, proofAt(at));
    expect(former()).toEqual([
      ['component', first, 'PASSED'],
      ['component', second, 'PASSED'],
    ]);
    writeFileSync(proofFile(copy), JSON.stringify(proofAt(second)));
    await writeProof(copy, proofAt(NOON));
    expect(former()).toHaveLength(2);
  });

  test('have one cell that goes the whole way', () => {
    expect(fullCell(readLab(source))).toBe('refused');
    expect(fullCell(readLab({ ...source, level: 'cluster' }))).toBe('stop-start');
  });

  test('are sampled the longest first, and each line names its lab', async () => {
    const bound = await boundOf(source);
    const took = (level: 'component' | 'cluster', seconds: number): Sample => {
      const lab = readLab({ ...source, level });
      const cells = [{ ...result(fullCell(lab)), cell: { ...result(fullCell(lab)).cell, seconds } }];
      return { source: { ...source, level }, proof: makeProof({ slug: source.slug, lab, bound, cells }) };
    };
    const samples = inOrder([took('component', 48), took('cluster', 185)]);
    expect(samples.map(({ source: { level } }) => level)).toEqual(['cluster', 'component']);
    const said: string[] = [];
    for (const sample of samples) sayOf(sample, (line) => said.push(line))('passed: 17 checks in 48 s');
    expect(said).toEqual([
      '  microk8s-dnat, level cluster: passed: 17 checks in 48 s',
      '  microk8s-dnat, level component: passed: 17 checks in 48 s',
    ]);
  });
});
