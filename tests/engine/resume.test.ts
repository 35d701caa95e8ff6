import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { RunEvent } from '../../src/domain/event.ts';
import type { Runbook } from '../../src/domain/runbook.ts';
import type { Verdict } from '../../src/domain/verdict.ts';
import { historyOf } from '../../src/engine/history.ts';
import type { ConsentAsk, Leftovers, Ports } from '../../src/engine/ports.ts';
import type { Earlier, RunRequest } from '../../src/engine/request.ts';
import { runRunbook } from '../../src/engine/run-runbook.ts';
import { ALL_ONCE, NOTHING, UNDOS, countingRunbook, countingWorld } from '../helpers/counting.ts';
import { action, fileFault, probe, runbookOf, undo } from '../helpers/runbook.ts';
import { portsFor, quickClock, requestFor } from '../helpers/run.ts';
import { tempDir } from '../helpers/temp-dir.ts';

const GONE: Leftovers = { kind: 'gone' };

type Part = { events: RunEvent[]; verdict: Verdict | null };
type Going = { request?: Partial<RunRequest>; ports?: Partial<Ports>; earlier?: Earlier };

/** Pulls at most so many events, and then no more: what was announced last has not begun, as after a kill between two records. */
const pull = async (runbook: Runbook, most: number, { request, ports, earlier }: Going = {}): Promise<Part> => {
  const running = runRunbook(requestFor(runbook, request), portsFor({ clock: quickClock(), ...ports }), earlier ?? null);
  const events: RunEvent[] = [];
  while (events.length < most) {
    const next = await running.next();
    if (next.done) return { events, verdict: next.value };
    if (next.value.type !== 'step.output') events.push(next.value);
  }
  return { events, verdict: null };
};

const earlierOf = (events: RunEvent[], more: Partial<Earlier> = {}): Earlier => ({
  how: 'resume',
  history: historyOf(events),
  leftovers: async () => GONE,
  kept: async () => null,
  ...more,
});

const resume = (runbook: Runbook, before: RunEvent[], { earlier = earlierOf(before), ...going }: Going = {}): Promise<Part> =>
  pull(runbook, Infinity, { ...going, earlier });

const typesOf = (events: RunEvent[]) => events.map(({ type }) => type);
const startedIn = (events: RunEvent[]) => events.flatMap((event) => (event.type === 'step.started' ? [event.step] : []));

describe('a run that was killed between any two records', () => {
  const runbook = countingRunbook('/nowhere');
  const inMemory = (alive: boolean) => {
    const { exec, counts } = countingWorld(runbook, alive);
    return { ports: { exec, clock: quickClock() }, counts };
  };
  const whole = (alive: boolean) => pull(runbook, Infinity, { ports: inMemory(alive).ports });

  it.each([
    ['is fixed', true, { kind: 'fixed' }, ALL_ONCE, []],
    ['is undone', false, { kind: 'undone', failed: 'alive' }, NOTHING, UNDOS],
  ])('goes on to the verdict it would have had: %s', { timeout: 60_000 }, async (_, alive, verdict, done, undone) => {
    const undisturbed = await whole(alive);
    expect(undisturbed.verdict).toMatchObject(verdict);
    for (let at = 1; at < undisturbed.events.length; at += 1) {
      const { ports, counts } = inMemory(alive);
      const { events } = await pull(runbook, at, { ports });
      const after = await resume(runbook, events, { ports });
      const where = `after ${at} records, the last ${JSON.stringify(events.at(-1)).slice(0, 90)}`;
      expect(after.verdict, where).toMatchObject(verdict);
      expect(counts(), where).toEqual({ done, undone });
    }
  });

  it('and killed again and again while it goes on, too', { timeout: 60_000 }, async () => {
    for (const step of [1, 2, 3, 5, 8]) {
      const { ports, counts } = inMemory(false);
      let journal: RunEvent[] = [];
      for (let verdict: Verdict | null = null, at = 2; verdict === null; at += step) {
        const going = journal.length === 0 ? { ports } : { ports, earlier: earlierOf(journal) };
        const part = await pull(runbook, at, going);
        journal = [...journal, ...part.events];
        verdict = part.verdict;
      }
      expect(historyOf(journal).verdict, `each ${step} longer`).toMatchObject({ kind: 'undone', failed: 'alive' });
      expect(counts(), `each ${step} longer`).toEqual({ done: NOTHING, undone: UNDOS });
    }
  });

  it('does not ask again for what was agreed to, unless the plan is another', async () => {
    const asked: ConsentAsk[] = [];
    const confirm: Ports['confirm'] = async (ask) => {
      asked.push(ask);
      return { answer: 'yes', by: 'flag' };
    };
    const ports = { ...inMemory(true).ports, confirm };
    const agreed = typesOf((await whole(true)).events).indexOf('consent.answered') + 1;
    const { events } = await pull(runbook, agreed, { ports });
    await resume(runbook, events, { ports });
    expect(asked).toHaveLength(1);

    const other = countingRunbook('/elsewhere');
    await resume(other, events, { ports: { confirm, exec: countingWorld(other, true).exec } });
    expect(asked).toHaveLength(2);
  });

  it('looks again at a fault that may have gone while nothing had begun', async () => {
    const dir = tempDir();
    for (const name of ['broken', 'alive']) writeFileSync(join(dir, name), '');
    const { diagnose, verify, fix, undo: back } = fileFault(dir);
    const small = runbookOf([diagnose, fix, back, verify]);
    const { events } = await pull(small, 11);
    expect(typesOf(events).at(-1)).toBe('plan.made');
    rmSync(join(dir, 'broken'));
    expect((await resume(small, events)).verdict).toEqual({ kind: 'healthy' });
  });
});

const twoSteps = (dir: string, more: Parameters<typeof action>[2] = {}) =>
  runbookOf([
    probe('diagnose', 'broken', `[ -e ${dir}/two ] && echo no || echo yes`),
    action('one', `echo was=$(cat ${dir}/state); echo new >${dir}/state; echo one >>${dir}/log`, more),
    undo('undo-one', `echo undo-one >>${dir}/log`),
    probe('verify', 'one-is-done', `cat ${dir}/answer`),
    action('two', `echo two >>${dir}/log; touch ${dir}/two`, { undo: { kind: 'none', reason: 'it cannot be' } }),
    probe('verify', 'alive', 'echo yes'),
  ]);

/** The journal of a run that was killed while `one` was at work. */
const killedDuringOne = async (runbook: Runbook): Promise<RunEvent[]> => {
  const { events } = await pull(runbook, Infinity);
  const at = events.findIndex((event) => event.type === 'step.started' && event.step === 'one');
  return events.slice(0, at + 1);
};

describe('an action that was at work when the run was killed', () => {
  const place = async (more: Parameters<typeof action>[2]) => {
    const dir = tempDir();
    for (const [name, text] of [
      ['state', 'old'],
      ['answer', 'yes'],
    ] as const)
      writeFileSync(join(dir, name), text);
    const runbook = twoSteps(dir, more);
    const before = await killedDuringOne(runbook);
    for (const name of ['log', 'two']) rmSync(join(dir, name), { force: true });
    return { dir, runbook, before };
  };
  const asking = { again: { kind: 'done-when', probe: 'one-is-done' } } as const;

  it('is not run again when its probe says that it happened', async () => {
    const { runbook, before } = await place(asking);
    const { events, verdict } = await resume(runbook, before);
    expect(verdict).toEqual({ kind: 'fixed' });
    expect(startedIn(events).slice(0, 2)).toEqual(['one-is-done', 'two']);
    expect(events).toContainEqual({ type: 'doubt.settled', step: 'one', as: 'done', reason: 'one-is-done is present' });
  });

  it('is run again when its probe says that it did not', async () => {
    const { dir, runbook, before } = await place(asking);
    writeFileSync(join(dir, 'answer'), 'no');
    const { events } = await resume(runbook, before);
    expect(startedIn(events).slice(0, 3)).toEqual(['one-is-done', 'one', 'two']);
  });

  it('is left alone when its probe cannot tell, and that is said', async () => {
    const { dir, runbook, before } = await place(asking);
    writeFileSync(join(dir, 'answer'), 'perhaps');
    const { events, verdict } = await resume(runbook, before);
    expect(startedIn(events)).toEqual(['one-is-done']);
    expect(verdict).toEqual({
      kind: 'in-between',
      failed: 'one',
      reason: 'whether one happened cannot be told, because one-is-done is unknown: it printed neither answer; nothing was undone',
      standing: ['one'],
    });
    writeFileSync(join(dir, 'answer'), 'yes');
    expect((await resume(runbook, [...before, ...events])).verdict).toEqual({ kind: 'fixed' });
  });

  it('is run again when it is repeatable', async () => {
    const { runbook, before } = await place({});
    const { events, verdict } = await resume(runbook, before);
    expect([startedIn(events).slice(0, 2), verdict]).toEqual([['one', 'two'], { kind: 'fixed' }]);
  });

  describe('and whose end its target kept', () => {
    const ended = (code: number, more: object = {}) =>
      ({ kind: 'exited', code, stdout: 'was=older\n', stderr: 'no room\n', truncated: false, ms: 0, ...more }) as const;
    const goOn = async (kept: ReturnType<typeof ended>, more: Parameters<typeof action>[2] = {}) => {
      const { runbook, before } = await place({ ...asking, ...more });
      const asked: number[] = [];
      const came = async (nth: number) => {
        asked.push(nth);
        return kept;
      };
      const after = await resume(runbook, before, { earlier: earlierOf(before, { kept: came }) });
      return { ...after, asked, announced: startedIn(before).length };
    };

    it('is done, or has failed, as if that had been written down: nobody asks its probe', async () => {
      const done = await goOn(ended(0));
      expect([startedIn(done.events).slice(0, 1), done.verdict, done.asked]).toEqual([['two'], { kind: 'fixed' }, [done.announced]]);
      const failed = await goOn(ended(1));
      expect(startedIn(failed.events)).toEqual(['undo-one']);
      expect(failed.verdict).toEqual({ kind: 'undone', failed: 'one', reason: 'it ended with exit code 1: no room' });
    });

    it('has printed what it printed; where that was cut, it is asked for as before', async () => {
      const outputs = { WAS: '/^was=(.*)$/' };
      const whole = await goOn(ended(0), { outputs });
      expect(whole.events).toContainEqual(
        expect.objectContaining({
          type: 'step.ended',
          step: 'one',
          result: { kind: 'action', outcome: 'done', reason: '', notes: [], outputs: { WAS: 'older' } },
        }),
      );
      const cut = await goOn(ended(0, { truncated: true }), { outputs });
      expect(startedIn(cut.events).slice(0, 2)).toEqual(['one-is-done', 'two']);
    });
  });

  it('is not undone by what only its second attempt printed', async () => {
    const { dir, before } = await place({ outputs: { WAS: '/^was=(.*)$/' } });
    const runbook = twoSteps(dir, { outputs: { WAS: '/^was=(.*)$/' } });
    const steps = runbook.steps.map((step) => {
      if (step.id === 'undo-one') return { ...step, uses: ['WAS'] };
      return step.id === 'two' ? { ...step, script: 'exit 1' } : step;
    });
    const { verdict } = await resume(
      { ...runbook, steps },
      before.map((event) =>
        event.type === 'plan.made' && event.plan.kind === 'steps'
          ? {
              ...event,
              plan: {
                ...event.plan,
                actions: event.plan.actions.map(({ action: one, undo: back }) => ({
                  action: steps.find(({ id }) => id === one.id) as typeof one,
                  undo: back === null ? null : (steps.find(({ id }) => id === back.id) as typeof back),
                })),
              },
            }
          : event,
      ),
    );
    expect(verdict).toEqual({
      kind: 'in-between',
      failed: 'two',
      reason: 'it ended with exit code 1; undo-one was not run, because one began twice, and of WAS the first time is lost',
      standing: ['one', 'two'],
    });
  });
});

describe('nothing goes on', () => {
  it('while something of before is still at work on the target', async () => {
    const runbook = countingRunbook('/nowhere');
    const { events } = await pull(runbook, 20, { ports: { exec: countingWorld(runbook, true).exec } });
    const left: Leftovers = { kind: 'left', processes: '4711' };
    const { events: after, verdict } = await resume(runbook, events, { earlier: earlierOf(events, { leftovers: async () => left }) });
    expect(verdict).toMatchObject({
      kind: 'refused',
      reason: expect.stringContaining('still at work on the target (process 4711)') as string,
    });
    expect(typesOf(after)).toEqual(['run.resumed', 'run.ended']);
  });

  it('where the target cannot be asked', async () => {
    const runbook = countingRunbook('/nowhere');
    const { events } = await pull(runbook, 20, { ports: { exec: countingWorld(runbook, true).exec } });
    const left: Leftovers = { kind: 'unreachable', reason: 'no route to host' };
    const { verdict } = await resume(runbook, events, { earlier: earlierOf(events, { leftovers: async () => left }) });
    expect(verdict).toEqual({ kind: 'undetermined', step: null, reason: 'no route to host' });
  });
});

describe('a run that is taken back later', () => {
  const runbook = countingRunbook('/nowhere');
  const fixed = async () => {
    const { exec, counts } = countingWorld(runbook, true);
    return { exec, counts, before: (await pull(runbook, Infinity, { ports: { exec } })).events };
  };
  const takeBack = (before: RunEvent[], ports: Partial<Ports>) =>
    resume(runbook, before, { ports, earlier: earlierOf(before, { how: 'undo' }) });

  it('is undone, the last first, when a person wants it', async () => {
    const { exec, counts, before } = await fixed();
    const { verdict, events } = await takeBack(before, { exec });
    expect(verdict).toEqual({ kind: 'undone', failed: '', reason: 'it was asked for' });
    expect(counts()).toEqual({ done: NOTHING, undone: UNDOS });
    expect(events[1]).toEqual({ type: 'consent.asked', what: 'take-back', risk: 'reversible', steps: UNDOS });
  });

  it('is left alone when nobody wants it, or nobody can be asked', async () => {
    const { exec, counts, before } = await fixed();
    for (const answer of ['no', 'unavailable'] as const) {
      const { verdict } = await takeBack(before, { exec, confirm: async () => ({ answer, by: 'person' }) });
      expect(verdict).toMatchObject({ kind: 'refused' });
    }
    expect(counts()).toEqual({ done: ALL_ONCE, undone: [] });
  });

  it('goes on with the undo, not with the fix, when that is killed between any two records', { timeout: 60_000 }, async () => {
    const sample = await fixed();
    const { length } = (await takeBack(sample.before, { exec: sample.exec })).events;
    for (let at = 3; at < length; at += 1) {
      const { exec, counts, before } = await fixed();
      const { events } = await pull(runbook, at, { ports: { exec }, earlier: earlierOf(before, { how: 'undo' }) });
      const { verdict } = await resume(runbook, [...before, ...events], { ports: { exec } });
      expect(verdict, `after ${at}`).toMatchObject({ kind: 'undone' });
      expect(counts(), `after ${at}`).toEqual({ done: NOTHING, undone: UNDOS });
    }
  });

  it('tries an undo again that failed before', async () => {
    const { exec, counts, before } = await fixed();
    const failing: Ports['exec'] = async () => ({ kind: 'exited', code: 1, stdout: '', stderr: '', truncated: false, ms: 0 });
    const broken = before.concat((await takeBack(before, { exec: failing })).events);
    expect(broken.at(-1)).toMatchObject({ verdict: { kind: 'in-between', standing: ['one', 'two', 'three', 'four', 'again'] } });
    expect((await takeBack(broken, { exec })).verdict).toMatchObject({ kind: 'undone' });
    expect(counts()).toEqual({ done: NOTHING, undone: UNDOS });
  });
});
