import * as fc from 'fast-check';
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

  it('is the newest of what a step draws over itself', () => {
    const { io, last } = terminal();
    const live = progress(io, runbook);
    live.after(began);
    for (const text of ['pulled 10%\r', 'pulled 20', '%\r']) live.after(printed(text));
    expect(last()).toBe('  * diagnose: Is it here? │ pulled 20%');
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

  it('never moves the cursor for a step, however its escapes are cut into chunks, and looks the same whatever the cuts', () => {
    const pieces = ['\u001b', '[', '2', 'J', ']0;', '\u0007', '\u009b', '\\', '\r', '\n', '\b', '\u202e', ' ', 'ready', '中'];
    const texts = fc.array(fc.constantFrom(...pieces), { maxLength: 30 }).map((all) => all.join(''));
    const finalRow = (chunks: string[]): string | undefined => {
      const { io, last, drawn } = terminal({ width: 80 });
      const live = progress(io, runbook);
      live.after(began);
      for (const chunk of chunks) live.after(printed(chunk));
      const row = last();
      live.stop();
      for (const one of drawn) expect(one.replaceAll('\r\u001b[K', '')).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e]/);
      return row;
    };
    const cutAnywhere = texts.chain((text) => fc.tuple(fc.constant(text), fc.array(fc.nat(text.length), { maxLength: 8 })));
    fc.assert(
      fc.property(cutAnywhere, ([text, cuts]) => {
        const places = [0, ...cuts.toSorted((a, b) => a - b), text.length];
        const chunks = places.slice(1).map((to, at) => text.slice(places[at], to));
        expect(finalRow(chunks)).toBe(finalRow([text]));
      }),
      { numRuns: 300 },
    );
  });

  it('counts Chinese as wide as it is', () => {
    expect(oneRow('诊断：有没有', 8)).toBe('诊断：');
  });
});
