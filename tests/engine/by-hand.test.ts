import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import type { ConsentAnswer, ConsentAsk } from '../../src/engine/ports.ts';
import { runIt } from '../helpers/run.ts';
import { fileFault, runbookOf } from '../helpers/runbook.ts';
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
