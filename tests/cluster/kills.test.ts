import { beforeEach, expect, onTestFinished, test, vi } from 'vitest';
import { labsDown } from '../../src/labs/stand.ts';
import { describeCluster, ownLabs } from '../labs/helpers.ts';
import { killedEngine, killedMaker, machine, momentsOf, remainsOf } from './killing.ts';

beforeEach(() => {
  onTestFinished(() => void vi.unstubAllEnvs());
  ownLabs();
});

/** A few moments; `npm run stress` has them all. */
describeCluster('runbook lab', () => {
  test.each(momentsOf('the namespaces of its engine are there', 'the control plane starts', 'it is being broken'))(
    'killed when $name leaves nothing once `lab down` was called',
    async (moment) => {
      const before = machine();
      const lab = await killedMaker(moment);
      expect(await labsDown({ all: false })).toEqual([lab.instance]);
      expect(remainsOf(lab)).toEqual([]);
      expect(machine()).toBe(before);
    },
  );

  test.each(momentsOf('it is being mended'))('whose dockerd is killed when $name says so and leaves nothing', async (moment) => {
    const before = machine();
    const lab = await killedEngine(moment);
    expect(lab.code, lab.said).toBe(3);
    expect(remainsOf(lab)).toEqual([]);
    expect(machine()).toBe(before);
  });
});
