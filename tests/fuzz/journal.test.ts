import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import type { RunEvent } from '../../src/domain/event.ts';
import { ProblemError } from '../../src/domain/problem.ts';
import { historyOf } from '../../src/engine/history.ts';
import { canBeUndone, prospectOf } from '../../src/engine/prospect.ts';
import { runRunbook } from '../../src/engine/run-runbook.ts';
import { readJournal } from '../../src/journal/reader.ts';
import { documentOf } from '../../src/reporters/document.ts';
import { documents, reporters } from '../../src/reporters/index.ts';
import { countingRunbook, countingWorld } from '../helpers/counting.ts';
import { portsFor, quickClock, requestFor } from '../helpers/run.ts';
import { bareTempDir } from '../helpers/temp-dir.ts';
import { bounded } from './bounded.ts';

const runbook = countingRunbook('/nowhere');
const context = { runbook, language: 'en', width: 80, colour: false } as const;
/** More than any run of this runbook yields: past it something goes round in circles. */
const ENDLESS = 5000;

const eventsOf = async (alive: boolean): Promise<RunEvent[]> => {
  const ports = portsFor({ exec: countingWorld(runbook, alive).exec, clock: quickClock() });
  const events: RunEvent[] = [];
  for await (const event of runRunbook(requestFor(runbook), ports)) if (event.type !== 'step.output') events.push(event);
  return events;
};

const journalOf = (events: RunEvent[]): string =>
  events.map((event, at) => `${JSON.stringify({ v: 1, seq: at + 1, at: '2026-11-21T02:14:00.000Z', event })}\n`).join('');

let all: RunEvent[];
let bytes: Buffer;
let file: string;

beforeAll(async () => {
  all = [...(await eventsOf(true)), ...(await eventsOf(false))];
  bytes = Buffer.from(journalOf(await eventsOf(false)));
  const dir = bareTempDir();
  file = join(dir, 'journal.jsonl');
  return () => rmSync(dir, { recursive: true });
});

/** Everything that looks at a journal, and the engine that goes on from it: it ends, and throws nothing. */
const useful = async (events: RunEvent[], how: 'resume' | 'undo'): Promise<void> => {
  const history = historyOf(events);
  prospectOf(history);
  canBeUndone(history);
  for (const render of Object.values(documents)) documentOf(render, events, context);
  for (const create of Object.values(reporters)) {
    const report = create(context);
    for (const event of events) report(event);
  }
  const ports = portsFor({ exec: countingWorld(runbook, true).exec, clock: quickClock() });
  const going = runRunbook(requestFor(runbook), ports, { how, history, leftovers: async () => ({ kind: 'gone' }), kept: async () => null });
  let count = 0;
  for await (const event of going) {
    count += 1;
    expect(count, `it goes on and on, at last with ${event.type}`).toBeLessThan(ENDLESS);
  }
};

const garbled = (): fc.Arbitrary<(whole: Buffer) => Buffer> => {
  const place = fc.double({ min: 0, max: 1, noNaN: true });
  const cut = place.map((at) => (whole: Buffer) => whole.subarray(0, Math.floor(at * whole.length)));
  const poke = fc.tuple(place, fc.uint8Array({ minLength: 1, maxLength: 6 })).map(([at, with_]) => (whole: Buffer) => {
    const copy = Buffer.from(whole);
    copy.set(with_.subarray(0, copy.length), Math.floor(at * Math.max(0, copy.length - 6)));
    return copy;
  });
  const insert = fc.tuple(place, fc.uint8Array({ maxLength: 40 })).map(([at, what]) => (whole: Buffer) => {
    const here = Math.floor(at * whole.length);
    return Buffer.concat([whole.subarray(0, here), what, whole.subarray(here)]);
  });
  const without = fc.tuple(place, place).map(([a, b]) => (whole: Buffer) => {
    const [from = 0, to = 0] = [a, b].map((at) => Math.floor(at * whole.length)).toSorted((x, y) => x - y);
    return Buffer.concat([whole.subarray(0, from), whole.subarray(to)]);
  });
  return fc.oneof(cut, poke, insert, without);
};

describe('a journal', () => {
  it('that was cut or garbled anywhere is read, or is a clear problem', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(garbled(), { minLength: 1, maxLength: 3 }), async (changes) => {
        writeFileSync(
          file,
          changes.reduce((whole, change) => change(whole), bytes),
        );
        try {
          const { records } = readJournal(file);
          await useful(
            records.map(({ event }) => event),
            'resume',
          );
        } catch (error) {
          if (!(error instanceof ProblemError)) throw error;
          expect(['bad-journal', 'newer-journal']).toContain(error.problem.code);
        }
      }),
      bounded(1000),
    );
  }, 120_000);

  it('whose events come in an order that no run writes breaks nothing', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(), { maxLength: 60 }), fc.constantFrom('resume' as const, 'undo' as const), async (picks, how) => {
        await useful(
          picks.flatMap((pick) => all[pick % all.length] ?? []),
          how,
        );
      }),
      bounded(2000),
    );
  }, 120_000);
});
