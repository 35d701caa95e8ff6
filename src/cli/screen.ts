/** One screen for several targets: whole lines, each with its target where they mix; silence while a person is asked. */
import type { ReporterName } from '../reporters/index.ts';
import { padEnd } from '../reporters/layout.ts';
import { slots } from '../targets/slots.ts';
import type { Io } from './io.ts';

/** Only who has the turn may ask. */
export type Turn = <T>(ask: () => Promise<T>) => Promise<T>;

export type Screen = {
  seatOf(target: string): { io: Io; turn: Turn; done(): void };
  /** What was printed as JSON, one document a target, in the order of the targets. */
  documents(): unknown[];
};

export type Shown = { targets: string[]; printed: ReporterName; together: boolean };

/** Hands on whole lines; the rest waits for its end. */
const byLine = (write: (line: string) => void) => {
  let rest = '';
  return {
    take: (text: string): void => {
      const lines = (rest + text).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) write(`${line}\n`);
    },
    end: (): void => {
      if (rest !== '') write(`${rest}\n`);
      rest = '';
    },
  };
};

const withTarget = (line: string, target: string): string => `${JSON.stringify({ target, ...(JSON.parse(line) as object) })}\n`;

export const screenFor = (io: Io, { targets, printed, together }: Shown): Screen => {
  const withTurn = slots(1);
  const documents = new Map<string, string>();
  let asking: string | null = null;
  let held: (() => void)[] = [];
  const show = (target: string, print: () => void): void => {
    if (asking === null || asking === target) print();
    else held.push(print);
  };
  const turnOf =
    (target: string): Turn =>
    (ask) =>
      withTurn(async () => {
        asking = target;
        try {
          return await ask();
        } finally {
          asking = null;
          const waiting = held;
          held = [];
          for (const print of waiting) print();
        }
      });
  const widest = Math.max(...targets.map((name) => name.length));
  const prefixOf = (target: string): string => (together && printed === 'pretty' ? `${padEnd(target, widest)} │ ` : '');
  const outOf = (target: string) => {
    if (printed === 'json')
      return { take: (text: string) => void documents.set(target, (documents.get(target) ?? '') + text), end: () => {} };
    if (printed === 'jsonl') return byLine((line) => show(target, () => io.out(withTarget(line, target))));
    if (!together) return { take: (text: string) => io.out(text), end: () => {} };
    return byLine((line) => show(target, () => io.out(prefixOf(target) + line)));
  };
  const seatOf = (target: string) => {
    const out = outOf(target);
    const width = io.width - prefixOf(target).length;
    const err = (text: string): void => show(target, () => io.err(together ? `${prefixOf(target)}${text.trim()}\n` : text));
    return { io: { ...io, out: out.take, err, width }, turn: turnOf(target), done: out.end };
  };
  return { seatOf, documents: () => targets.flatMap((target) => (documents.has(target) ? [JSON.parse(documents.get(target) ?? '')] : [])) };
};
