import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Io } from '../../src/cli/io.ts';
import { oneRow, progress } from '../../src/cli/progress.ts';
import { probe, runbookOf } from '../helpers/runbook.ts';

const terminal = (more: Partial<Io> = {}) => {
  const drawn: string[] = [];
  const io = {
    interactive: true,
    colour: true,
    width: 40,
    language: 'en',
    err: (text: string) => drawn.push(text),
    ...more,
  } as unknown as Io;
  return { io, last: () => drawn.at(-1)?.replace('\r\u001b[K', '').replace(/[⠁-⣿]/, '*'), drawn };
};

const runbook = runbookOf([probe('diagnose', 'look', 'true', { title: 'Is it here?' })]);
const began = { type: 'step.started', step: 'look', phase: 'diagnose', attempt: 1 } as const;
const printed = (text: string) => ({ type: 'step.output', step: 'look', stream: 'stdout', text }) as const;

describe('what is going on, on a terminal', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('is the phase, the step, the time and the last line it printed, of one row', () => {
    const { io, last } = terminal();
    const live = progress(io, runbook);
    live.after(began);
    expect(last()).toBe('  * diagnose: Is it here?');
    live.after(printed('pulling layer 1\npull'));
    live.after(printed('ing layer 2\u001b[2J\n\n'));
    vi.advanceTimersByTime(2100);
    expect(last()).toBe('  * diagnose: Is it here? 2 s │ pulling');
    live.stop();
  });

  it('is nothing once a person is asked, or the run has ended', () => {
    const { io, drawn } = terminal();
    const live = progress(io, runbook);
    live.after(began);
    live.after({ type: 'consent.asked', what: 'plan', risk: 'reversible', steps: [] });
    const before = drawn.length;
    vi.advanceTimersByTime(1000);
    expect(drawn).toHaveLength(before);
    live.stop();
  });

  it('is nothing at all where nobody watches', () => {
    const { io, drawn } = terminal({ interactive: false });
    progress(io, runbook).after(began);
    expect(drawn).toEqual([]);
  });

  it('counts Chinese as wide as it is', () => {
    expect(oneRow('诊断：有没有', 8)).toBe('诊断：');
  });
});
