import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runbookSchema, type Runbook } from '../../src/domain/runbook.ts';
import { loadProofs } from '../../src/site/proofs.ts';
import { checksMade, configurationOf, falseAlarms, lookedForBySlug, matrixOf } from '../../src/site/view/proof.ts';
import type { CellRecord, CheckRecord, LookedFor } from '../../src/domain/proof.ts';
import { makeFixtureTree } from './fixture-tree.ts';

let root: string;
let folder: string;
let runbook: Runbook;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'kubemend-proofs-'));
  await makeFixtureTree(root, 'holds');
  folder = join(root, 'runbooks/demo-hostport');
  const { default: stored } = (await import(join(folder, 'runbook.json'), { with: { type: 'json' } })) as { default: unknown };
  runbook = runbookSchema.parse(stored);
});
afterAll(() => rm(root, { recursive: true, force: true }));

const standing = async (of: Runbook = runbook) => (await loadProofs(of, folder)).map((one) => one.standing);

describe('a proof', () => {
  test('stands while the runbook and the lab are those it was made of', async () => {
    expect(await standing()).toEqual([{ kind: 'proven' }]);
  });

  test('does not care about wording', async () => {
    expect(await standing({ ...runbook, steps: runbook.steps.map((step) => ({ ...step, title: 'said otherwise' })) })).toEqual([
      { kind: 'proven' },
    ]);
  });

  test('is stale as soon as a script differs', async () => {
    expect(await standing({ ...runbook, steps: runbook.steps.map((step) => ({ ...step, script: `${step.script}\ntrue` })) })).toEqual([
      { kind: 'stale', changed: ['runbook'] },
    ]);
  });

  test('is stale as soon as a file of the lab differs', async () => {
    await writeFile(join(folder, 'lab/component/more.sh'), 'true\n');
    expect(await standing()).toEqual([{ kind: 'stale', changed: ['lab'] }]);
  });
});

describe('the matrix', () => {
  const cell = (id: string, about: Partial<CellRecord>): CellRecord => ({
    id,
    kind: 'affected',
    title: id,
    settings: {},
    versions: {},
    outcome: 'passed',
    startedAt: '2026-11-20T02:00:00Z',
    seconds: 1,
    attempts: 1,
    ...about,
  });

  test('shows where the fault is, then where it must not be, then what must be caught', () => {
    const cells = [cell('m', { kind: 'mutation' }), cell('c', { kind: 'control' }), cell('a', {}), cell('b', {})];
    expect(matrixOf(cells).map(([kind, records]) => [kind, records.map(({ id }) => id)])).toEqual([
      ['affected', ['a', 'b']],
      ['control', ['c']],
      ['mutation', ['m']],
    ]);
    expect(matrixOf([cell('a', {})])).toHaveLength(1);
  });

  test('tells the versions as they were found, and a setting only when they do not tell it', () => {
    const settings = { DOCKER: '25.0.0', PODS_AFTER: '', NETNS: 'gone' };
    expect(configurationOf(cell('a', { settings, versions: { 'Docker Engine': '25.0.0' } }))).toEqual([
      'Docker Engine 25.0.0',
      'PODS_AFTER=',
      'NETNS=gone',
    ]);
  });

  test('does not name a program twice that names itself', () => {
    expect(
      configurationOf(cell('a', { versions: { k3s: 'k3s version v1.32.2+k3s1', sudo: 'Sudo version 1.9.13p3', curl: '7.88.1' } })),
    ).toEqual(['k3s version v1.32.2+k3s1', 'Sudo version 1.9.13p3', 'curl 7.88.1']);
  });
});

describe('the checks', () => {
  const check = (cell: string, title: string, outcome: CheckRecord['outcome'] = 'passed'): CheckRecord => ({
    id: title,
    cell,
    title,
    outcome,
    detail: '',
    seconds: 1,
  });

  test('are told once each, those of the same cells together; one that failed somewhere is told apart', () => {
    const all = [
      check('a', 'stands'),
      check('a', 'is broken'),
      check('a', 'is gone'),
      check('b', 'stands'),
      check('b', 'is broken'),
      check('b', 'is gone', 'failed'),
      check('c', 'stands'),
      check('c', 'is gone'),
    ];
    expect(checksMade(all).map(({ cells, checks }) => [cells, checks.map(({ title, outcome }) => `${title} ${outcome}`)])).toEqual([
      [['a', 'b', 'c'], ['stands passed']],
      [['a', 'b'], ['is broken passed']],
      [['a', 'c'], ['is gone passed']],
      [['b'], ['is gone failed']],
    ]);
  });
});

describe('the failures that were looked for as well', () => {
  const found = (slug: string, about: Partial<LookedFor>): LookedFor => ({
    cell: 'one',
    state: 'healthy',
    slug,
    digest: 'd',
    verdict: 'absent',
    reason: '',
    forced: null,
    ...about,
  });
  const outside = { verdict: 'not-applicable', reason: 'out of range', forced: { verdict: 'unknown', reason: 'missing k3s' } } as const;

  test('are told once each, with what was the same in health and once broken, however many cells saw it', () => {
    const all = [
      found('a', {}),
      found('b', outside),
      found('b', { ...outside, cell: 'two' }),
      found('a', { state: 'broken', verdict: 'unknown', reason: 'late' }),
      found('b', { ...outside, state: 'broken' }),
    ];
    expect(lookedForBySlug(all).map(({ slug, findings }) => [slug, findings.map(({ state, verdict }) => `${state} ${verdict}`)])).toEqual([
      ['a', ['healthy absent', 'broken unknown']],
      ['b', ['both not-applicable']],
    ]);
    expect(falseAlarms(all)).toBe(0);
  });

  test('are false alarms when one is present, by itself or made to look', () => {
    const forced = { verdict: 'present', reason: '' } as const;
    expect(falseAlarms([found('a', { verdict: 'present' }), found('b', { ...outside, forced }), found('c', outside)])).toBe(2);
  });
});
