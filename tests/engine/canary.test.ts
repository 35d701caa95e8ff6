import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { makePlan } from '../../src/domain/plan.ts';
import { recommendedOf } from '../../src/domain/runbook.ts';
import type { UndoStep } from '../../src/domain/step.ts';
import type { RunEvent } from '../../src/domain/event.ts';
import { historyOf } from '../../src/engine/history.ts';
import { canBeUndone } from '../../src/engine/prospect.ts';
import type { RunRequest } from '../../src/engine/request.ts';
import { runRunbook } from '../../src/engine/run-runbook.ts';
import { portsFor, requestFor, runIt } from '../helpers/run.ts';
import { action, fileFault, probe, runbookOf, undo } from '../helpers/runbook.ts';

let dir = '';
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'kubemend-test-'));
  for (const file of ['broken', 'alive']) writeFileSync(join(dir, file), '');
});
afterEach(() => rmSync(dir, { recursive: true }));

const canary = (): string => join(dir, 'canary');
const sings = (): boolean => existsSync(canary());

/** The canary is a file; it lives where the service is alive. */
const runbook = ({ fix = `rm ${dir}/broken`, removal = {} }: { fix?: string; removal?: Partial<UndoStep> } = {}) => {
  const lives = probe('verify', 'canary-lives', `touch ${canary()}; [ -e ${dir}/alive ] && echo yes || echo no`, {
    canary: { creates: 'a file', remove: 'remove-canary' },
  });
  const remove = undo('remove-canary', `rm -f ${canary()}; echo removed >>${dir}/log`, removal);
  const { diagnose, undo: back } = fileFault(dir);
  return runbookOf([diagnose, action('mend', fix), back, lives, remove]);
};

const log = (): string => (existsSync(`${dir}/log`) ? readFileSync(`${dir}/log`, 'utf8') : '');

describe('a canary', () => {
  it('is removed, once, when the cluster was seen healthy, and is no change that was made', async () => {
    const { verdict, events, steps } = await runIt(runbook());
    expect(verdict).toEqual({ kind: 'fixed' });
    expect([sings(), log()]).toEqual([false, 'removed\n']);
    expect(steps.slice(-1)).toEqual(['remove-canary']);
    expect(events.at(-1)).toMatchObject({ type: 'run.ended', changes: 1 });
  });

  it('is removed when the verify fails, before anything is undone', async () => {
    const { verdict, steps } = await runIt(runbook({ fix: `rm ${dir}/broken ${dir}/alive` }));
    expect(verdict).toMatchObject({ kind: 'undone', failed: 'canary-lives' });
    expect(sings()).toBe(false);
    expect(steps.slice(-2)).toEqual(['remove-canary', 'undo-mend']);
  });

  it('is removed when the person interrupts the verify', async () => {
    const controller = new AbortController();
    const running = runRunbook(requestFor(runbook()), portsFor({ interrupt: controller.signal }));
    let next = await running.next();
    for (; !next.done; next = await running.next()) if (next.value.type === 'verify.sampled') controller.abort('SIGINT');
    expect(next.value).toMatchObject({ kind: 'interrupted' });
    expect(sings()).toBe(false);
  });

  it('is removed when nobody reads the events any more', async () => {
    for await (const event of runRunbook(requestFor(runbook()), portsFor())) {
      if (event.type !== 'verify.sampled') continue;
      expect(sings()).toBe(true);
      break;
    }
    expect(sings()).toBe(false);
  });

  it('is not made where nothing is wrong', async () => {
    rmSync(join(dir, 'broken'));
    const { verdict } = await runIt(runbook());
    expect([verdict.kind, log()]).toEqual(['healthy', '']);
  });

  it('that could not be removed keeps the run from being called fixed, and is named', async () => {
    const { verdict } = await runIt(runbook({ removal: { script: 'exit 3' } }));
    expect(verdict).toEqual({
      kind: 'in-between',
      failed: 'remove-canary',
      reason:
        'the fault is gone and all is healthy, but what canary-lives made still stands, because remove-canary failed: it ended with exit code 3',
      standing: ['canary-lives'],
    });
  });

  describe('that a killed run left', () => {
    /** Pulled no further than to the end of the probe that makes it. */
    const killed = async (more: Partial<RunRequest> = {}): Promise<RunEvent[]> => {
      const events: RunEvent[] = [];
      const running = runRunbook(requestFor(runbook(), more), portsFor());
      for (;;) {
        const { value, done } = await running.next();
        if (done) throw new Error('it ended');
        events.push(value);
        if (value.type === 'step.ended' && value.step === 'canary-lives') return events;
      }
    };
    const goOn = async (events: RunEvent[], how: 'resume' | 'undo', more: Partial<RunRequest> = {}) => {
      expect(sings()).toBe(true);
      const earlier = { how, history: historyOf(events), leftovers: async () => ({ kind: 'gone' }) as const, kept: async () => null };
      const running = runRunbook(requestFor(runbook(), more), portsFor(), earlier);
      for (let next = await running.next(); ; next = await running.next()) {
        if (next.done) return next.value;
        events.push(next.value);
      }
    };

    it('is removed before the run goes on, and made anew by its verify', async () => {
      expect(await goOn(await killed(), 'resume')).toEqual({ kind: 'fixed' });
      expect([sings(), log()]).toEqual([false, 'removed\nremoved\n']);
    });

    it('is removed when the run is taken back, and then known to be gone', async () => {
      const events = await killed();
      expect(historyOf(events).canaries).toEqual(['canary-lives']);
      expect(await goOn(events, 'undo')).toMatchObject({ kind: 'undone' });
      expect([sings(), existsSync(`${dir}/broken`), historyOf(events).canaries]).toEqual([false, true, []]);
    });

    it('can be taken back where nothing else was done, because a person did it', async () => {
      const byHand = { resolution: { kind: 'manual', id: 'by-hand', recommended: false } } as const;
      const events = await killed(byHand);
      expect(canBeUndone(historyOf(events))).toBe(true);
      expect(await goOn(events, 'undo', byHand)).toMatchObject({ kind: 'undone' });
      expect([sings(), canBeUndone(historyOf(events))]).toEqual([false, false]);
    });
  });

  it('is part of the plan, with what it makes and what removes it', () => {
    const book = runbook();
    expect(makePlan(book, recommendedOf(book)).canaries).toMatchObject([
      { probe: { id: 'canary-lives', canary: { creates: 'a file' } }, remove: { id: 'remove-canary' } },
    ]);
  });
});
