import { beforeEach, expect, test } from 'vitest';
import type { Lab } from '../../src/labs/definition.ts';
import type { LabEvent } from '../../src/labs/lab-event.ts';
import { runLab } from '../../src/labs/run-lab.ts';
import type { LabRequest } from '../../src/labs/run-lab.ts';
import { keepBroken } from '../../src/labs/keep.ts';
import { labsDown, labsStatus } from '../../src/labs/stand.ts';
import { describeLab, lab, ownLabs, ROOT, SLUG, source } from './helpers.ts';

const run = async (request: Partial<LabRequest>) => {
  const outcome = await runLab({ slug: SLUG, root: ROOT, ...request });
  if (outcome.kind === 'cannot-run') throw new Error('the lab cannot run');
  return outcome;
};

const failuresOf = (outcome: Awaited<ReturnType<typeof run>>) =>
  outcome.checks.filter((check) => check.outcome === 'failed').map(({ cell, id, detail }) => ({ cell, id, detail }));

const changed = (id: string, change: Partial<Lab['mutations'][number]>): Lab => ({
  ...lab,
  mutations: lab.mutations.map((mutation) => (mutation.id === id ? { ...mutation, ...change } : mutation)),
});

beforeEach(ownLabs);

describeLab('the cycle', () => {
  test('is proven from the healthy control to the exact undo, catches every mutation, and leaves nothing', async () => {
    const events: LabEvent[] = [];
    const mutations = lab.mutations.map(({ id }) => id);
    const outcome = await run({ only: ['refused', ...mutations], onEvent: (event) => void events.push(event) });
    expect(failuresOf(outcome)).toEqual([]);
    expect(outcome.kind).toBe('proven');
    expect(outcome.checks.filter(({ cell }) => cell === 'refused').map(({ id }) => id)).toEqual([
      'up',
      'serves',
      'healthy-absent',
      'healthy-untouched',
      'doctor-healthy',
      'broken',
      'fault-present',
      'fault-untouched',
      'doctor-broken',
      'applied',
      'verify/stale-dnat',
      'verify/hostports-answer',
      'fixed',
      'verify-untouched',
      'restored',
      'again',
      'undone',
      'undo-exact',
      'gone',
    ]);
    expect(
      outcome.checks
        .filter(({ id }) => id === 'caught')
        .map(({ cell }) => cell)
        .toSorted(),
    ).toEqual(mutations.toSorted());
    expect(events.map(({ type }) => type)).toEqual(expect.arrayContaining(['lab.started', 'cell.up', 'check.ended', 'lab.ended']));
    expect(outcome.proof).toBeNull();
    expect(labsStatus()).toEqual([]);
  });

  test('fails when a mutation is caught by another check than the one named for it', async () => {
    const outcome = await run({ only: ['count-cries-wolf'], lab: changed('count-cries-wolf', { caughtBy: 'fault-present' }) });
    expect(outcome.kind).toBe('failed');
    expect(failuresOf(outcome)).toEqual([
      expect.objectContaining({ cell: 'count-cries-wolf', detail: expect.stringContaining('should have been fault-present') }),
    ]);
  });

  test('fails when nothing catches a mutation', async () => {
    const blind = {
      step: 'stale-dnat',
      script: 'echo none stale; echo "iptables-none none"',
      present: '/^stale /',
      absent: '/^none stale$/',
    };
    const outcome = await run({ only: ['count-cries-wolf'], lab: changed('count-cries-wolf', { change: blind }) });
    expect(failuresOf(outcome)).toEqual([expect.objectContaining({ detail: expect.stringContaining('nothing caught it') })]);
  });

  test('fails when the injection breaks nothing', async () => {
    const harmless: Lab = { ...lab, settings: { ...lab.settings, RECORDS_AFTER_STOP: 'kept' } };
    const outcome = await run({ only: ['one-pod'], lab: harmless });
    expect(failuresOf(outcome)).toEqual([expect.objectContaining({ cell: 'one-pod', id: 'broken' })]);
    expect(labsStatus()).toEqual([]);
  });

  test('leaves a broken lab up when asked to, until it is taken down with all', async () => {
    const kept = await keepBroken(source);
    if (kept.kind !== 'kept') throw new Error(`not kept: ${kept.kind}`);
    expect(labsStatus()).toMatchObject([{ instance: kept.instance, kept: true, stage: 'up' }]);
    expect(await labsDown({ all: false })).toEqual([]);
    expect(await labsDown({ all: true })).toEqual([kept.instance]);
    expect(labsStatus()).toEqual([]);
  });

  test('ends when interrupted, says so, and leaves nothing', async () => {
    const controller = new AbortController();
    const onEvent = (event: LabEvent): void =>
      void (event.type === 'check.started' && event.id === 'healthy-absent' && controller.abort('SIGINT'));
    const outcome = await run({ only: ['one-pod', 'healthy-none'], signal: controller.signal, onEvent });
    expect(outcome.kind).toBe('failed');
    expect(outcome.checks.some(({ detail }) => detail.includes('interrupted'))).toBe(true);
    expect(labsStatus()).toEqual([]);
  });
});
