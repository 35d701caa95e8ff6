import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { RunEvent } from '../../src/domain/event.ts';
import type { Collect, Step } from '../../src/domain/step.ts';
import type { Clock } from '../../src/engine/ports.ts';
import { systemClock } from '../../src/cli/clock.ts';
import { runIt } from '../helpers/run.ts';
import { collect, fileFault, runbookOf } from '../helpers/runbook.ts';
import { tempDir } from '../helpers/temp-dir.ts';

const faulty = (...evidence: Collect[]) => {
  const dir = tempDir();
  for (const name of ['broken', 'alive']) writeFileSync(join(dir, name), '');
  const { diagnose, verify, fix, undo } = fileFault(dir);
  return { dir, steps: [diagnose, fix, undo, verify, ...evidence] as Step[] };
};

/** Every step and what it collected, in order. */
const told = (events: RunEvent[]): string[] =>
  events.flatMap((event) => {
    if (event.type !== 'step.ended' || event.phase === 'verify' || event.step === 'needs') return [];
    return [event.result.kind === 'collected' ? `${event.step}: ${event.result.text.trim()}` : event.step];
  });

/** A clock on which a long sleep is over at once. */
const hasty: Clock = { ...systemClock, sleep: (ms, signal) => systemClock.sleep(ms > 1000 ? 300 : ms, signal) };

describe('the evidence of a run', () => {
  it('is kept after the diagnosis and before the first change', async () => {
    const dir = tempDir();
    const { steps } = faulty(collect('evidence', `ls ${dir}`));
    writeFileSync(join(dir, 'as-it-was'), '');
    const { events, verdict } = await runIt(runbookOf(steps));
    expect(verdict.kind).toBe('fixed');
    expect(told(events).slice(0, 3)).toEqual(['broken', 'evidence: as-it-was', 'mend']);
  });

  it('shows what was broken, not what was mended', async () => {
    const { dir, steps } = faulty();
    const { events } = await runIt(runbookOf([...steps, collect('evidence', `ls ${dir}`)]));
    expect(told(events)).toContain('evidence: alive\nbroken');
    expect(existsSync(join(dir, 'broken'))).toBe(false);
  });

  it('that hangs does not keep the fix waiting, and what it had printed is kept', async () => {
    const { steps } = faulty(collect('hangs', 'echo so far; sleep 60'), collect('never', 'echo never'));
    const { events, verdict } = await runIt(runbookOf(steps), {}, { clock: hasty });
    expect(verdict.kind).toBe('fixed');
    expect(told(events).slice(0, 3)).toEqual(['broken', 'hangs: so far', 'mend']);
  });

  it('that fails does not stop the fix', async () => {
    const { steps } = faulty(collect('fails', 'echo half; exit 1'));
    expect((await runIt(runbookOf(steps))).verdict.kind).toBe('fixed');
  });

  it('is not looked for where nothing is to be changed', async () => {
    const { dir, steps } = faulty();
    const { events } = await runIt(runbookOf([...steps, collect('evidence', `touch ${dir}/looked`)]), { mode: 'plan' });
    expect(told(events)).toEqual(['broken']);
    expect(existsSync(join(dir, 'looked'))).toBe(false);
  });
});

describe('gathering evidence', () => {
  it('goes on where the checks cannot tell, and ends with what they said', async () => {
    const { steps } = faulty(collect('evidence', 'echo all of it'));
    const blind = steps.map((step) => (step.id === 'broken' ? { ...step, script: 'exit 3' } : step));
    const { events, verdict } = await runIt(runbookOf(blind), { mode: 'collect' });
    expect(told(events)).toEqual(['broken', 'evidence: all of it']);
    expect(verdict).toMatchObject({ kind: 'undetermined', step: 'broken' });
  });

  it('changes nothing, also where the fault is present', async () => {
    const { dir, steps } = faulty(collect('evidence', 'echo all of it'));
    const { verdict, events } = await runIt(runbookOf(steps), { mode: 'collect' });
    expect([verdict.kind, told(events)]).toEqual(['fault-present', ['broken', 'evidence: all of it']]);
    expect(existsSync(join(dir, 'broken'))).toBe(true);
  });

  it('looks at every component that there can be, since nobody knows yet what matters', async () => {
    const { events } = await runIt(runbookOf(faulty().steps), { mode: 'collect' });
    const detected = events.find((event) => event.type === 'environment.detected');
    expect(Object.keys(detected?.environment.components ?? {})).toContain('kernel');
  });
});
