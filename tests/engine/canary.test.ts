import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { makePlan } from '../../src/domain/plan.ts';
import { recommendedOf } from '../../src/domain/runbook.ts';
import type { UndoStep } from '../../src/domain/step.ts';
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

  it('is part of the plan, with what it makes and what removes it', () => {
    const book = runbook();
    expect(makePlan(book, recommendedOf(book)).canaries).toMatchObject([
      { probe: { id: 'canary-lives', canary: { creates: 'a file' } }, remove: { id: 'remove-canary' } },
    ]);
  });
});
