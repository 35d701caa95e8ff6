import { beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { labsDown } from '../../src/labs/stand.ts';
import { killedEngine, killedMaker, machine, moments, momentsOf, remainsOf } from '../cluster/killing.ts';
import { ownLabs } from '../labs/helpers.ts';

beforeEach(() => {
  onTestFinished(() => void vi.unstubAllEnvs());
  ownLabs();
});

describe('runbook lab', () => {
  test.each(moments)('killed when $name leaves nothing once `lab down` was called', async (moment) => {
    const before = machine();
    const lab = await killedMaker(moment);
    await labsDown({ all: false });
    expect(remainsOf(lab)).toEqual([]);
    expect(machine()).toBe(before);
  });

  test.each(
    momentsOf('the node starts', 'the control plane starts', 'the healthy cluster is read', 'it is being broken', 'it is being mended'),
  )('whose dockerd is killed when $name comes to its end by itself and leaves nothing', async (moment) => {
    const before = machine();
    const lab = await killedEngine(moment);
    console.log(`${moment.name}: exit ${lab.code}`);
    expect([0, 3, 4]).toContain(lab.code);
    expect(await labsDown({ all: false })).toEqual([]);
    expect(remainsOf(lab)).toEqual([]);
    expect(machine()).toBe(before);
  });
});
