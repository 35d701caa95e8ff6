import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import type { ConsentAnswer, ConsentAsk } from '../../src/engine/ports.ts';
import { runIt } from '../helpers/run.ts';
import { fileFault, probe, runbookOf } from '../helpers/runbook.ts';
import { tempDir } from '../helpers/temp-dir.ts';

let dir: string;
const byHand = { resolution: { kind: 'manual', id: 'by-hand', recommended: false } } as const;

beforeEach(() => {
  dir = tempDir();
  for (const name of ['broken', 'alive']) writeFileSync(join(dir, name), '');
});

const answering = (work: (dir: string) => ConsentAnswer) => {
  const asked: ConsentAsk[] = [];
  const confirm = async (ask: ConsentAsk) => {
    asked.push(ask);
    return work(dir);
  };
  return { asked, confirm };
};
const fault = () => {
  const { diagnose, verify, fix, undo } = fileFault(dir);
  return runbookOf([diagnose, fix, undo, verify]);
};

describe('a way to fix that a person goes', () => {
  it('is waited for and then verified like any other', async () => {
    const { asked, confirm } = answering((at) => {
      rmSync(join(at, 'broken'));
      return { answer: 'yes', by: 'person' };
    });
    const { verdict, steps } = await runIt(fault(), byHand, { confirm });
    expect(verdict).toEqual({ kind: 'fixed' });
    expect(asked).toEqual([{ what: 'manual', risk: 'read-only', steps: [] }]);
    expect(steps).toEqual(['needs', 'broken', 'broken', 'alive']);
  });

  it('is not taken for done because somebody said so: the fault is still there', async () => {
    const { confirm } = answering(() => ({ answer: 'yes', by: 'person' }));
    const { verdict } = await runIt(fault(), byHand, { confirm });
    expect(verdict).toEqual({ kind: 'still-faulty', failed: 'broken', reason: 'broken is present: yes', standing: [] });
  });

  it('is not taken for done when the workload went with the fault', async () => {
    const { confirm } = answering((at) => {
      for (const name of ['broken', 'alive']) rmSync(join(at, name));
      return { answer: 'yes', by: 'person' };
    });
    expect((await runIt(fault(), byHand, { confirm })).verdict).toMatchObject({ kind: 'still-faulty', failed: 'alive' });
  });

  it('is held against the checks that are its own, and no other way is', async () => {
    const own = probe('verify', 'upgraded', `[ -e ${dir}/upgraded ] && echo yes || echo no`, { only: ['by-hand'] });
    const runbook = { ...fault(), steps: [...fault().steps, own] };
    const removing = (more: () => void) =>
      answering((at) => {
        rmSync(join(at, 'broken'), { force: true });
        more();
        return { answer: 'yes', by: 'person' };
      });
    const { verdict } = await runIt(
      runbook,
      byHand,
      removing(() => {}),
    );
    expect(verdict).toEqual({ kind: 'still-faulty', failed: 'upgraded', reason: 'upgraded is absent: no', standing: [] });

    writeFileSync(join(dir, 'broken'), '');
    const upgraded = removing(() => writeFileSync(join(dir, 'upgraded'), ''));
    expect((await runIt(runbook, byHand, upgraded)).verdict).toEqual({ kind: 'fixed' });

    for (const [name, there] of [
      ['broken', true],
      ['upgraded', false],
    ] as const)
      if (there) writeFileSync(join(dir, name), '');
      else rmSync(join(dir, name));
    const { verdict: other, steps } = await runIt(runbook);
    expect([other, steps.includes('upgraded')]).toEqual([{ kind: 'fixed' }, false]);
  });

  it('ends, to be resumed, where nobody can be asked or the person has not done it; no other way is taken instead', async () => {
    for (const answer of ['no', 'unavailable'] as const) {
      const { confirm } = answering(() => ({ answer, by: 'person' }));
      const { verdict, events } = await runIt(fault(), byHand, { confirm });
      expect(verdict).toEqual({ kind: 'manual', resolution: 'by-hand' });
      expect(events.at(-1)).toMatchObject({ changes: 0 });
    }
  });

  it('is only told by a plan', async () => {
    const { asked, confirm } = answering(() => ({ answer: 'yes', by: 'person' }));
    expect((await runIt(fault(), { ...byHand, mode: 'plan' }, { confirm })).verdict).toEqual({ kind: 'manual', resolution: 'by-hand' });
    expect(asked).toEqual([]);
  });
});
