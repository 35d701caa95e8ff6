/** The same on several targets: one after the other or some side by side, each with a report, a journal and a verdict of its own; then the sum. */
import { ProblemError, fail, problemTitles } from '../domain/problem.ts';
import { targetName } from '../domain/target.ts';
import type { Target } from '../domain/target.ts';
import { exitCodeOf, worstOf } from '../domain/verdict.ts';
import type { Signal } from '../domain/verdict.ts';
import { plainJson } from '../reporters/plain-text.ts';
import type { ReporterName } from '../reporters/index.ts';
import { summaryText } from '../reporters/summary-text.ts';
import type { SummaryRow } from '../reporters/summary-text.ts';
import { slots } from '../targets/slots.ts';
import type { Interrupt } from './interrupt.ts';
import type { Io } from './io.ts';
import type { Ran } from './one-run.ts';
import { problemExitCode, problemText } from './report-problem.ts';
import { screenFor } from './screen.ts';
import type { Turn } from './screen.ts';

export type Many = { targets: Target[]; parallel: number; printed: ReporterName; io: Io; interrupt: Interrupt };

/** Runs on one target, prints by this Io, and asks a person only when it has the turn. */
export type OnTarget = (target: Target, seat: { io: Io; turn: Turn }) => Promise<Ran>;

type Row = SummaryRow & { code: number };

const rowOf = (target: string, { verdict, run, changes }: Ran): Row => ({
  target,
  ended: { kind: 'verdict', verdict },
  changes,
  run,
  code: exitCodeOf(verdict),
});

const notBegun = (target: string, signal: Signal): Row => ({
  target,
  ended: { kind: 'not-begun' },
  changes: 0,
  run: null,
  code: exitCodeOf({ kind: 'interrupted', signal, during: null, standing: [] }),
});

/** What stops one target leaves the others alone; what nobody foresaw stops all. */
const caught = (target: string, error: unknown, io: Io): Row => {
  if (!(error instanceof ProblemError)) throw error;
  io.err(problemText(error.problem));
  const ended = { kind: 'problem', title: problemTitles[error.problem.code] } as const;
  return { target, ended, changes: 0, run: null, code: problemExitCode(error.problem) };
};

/** A place for what is one document a target: `{target}` in the name of a file. */
export const outputsOf = (outputs: string[] = [], target: Target): string[] =>
  outputs.map((output) => output.replaceAll('{target}', targetName(target).replaceAll(/[^\w.-]+/g, '-')));

const checkOutputs = (outputs: string[] = [], printed: ReporterName): void => {
  const shared = outputs.find((output) => output.includes('=') && !output.includes('{target}'));
  if (shared !== undefined)
    fail('usage', `--output ${shared}: the reports of several targets cannot go into one file.`, {
      hint: 'Write {target} into its name: --output json=report-{target}.json',
    });
  if (printed === 'junit')
    fail('usage', 'JUnit of several targets cannot be printed as one.', { hint: '--output junit=report-{target}.xml' });
};

/** Checked before anything begins. */
export const checkMany = (targets: Target[], printed: ReporterName, asked: { output?: string[]; out?: string; plan?: string }): void => {
  const names = targets.map(targetName);
  const twice = names.find((name, at) => names.indexOf(name) < at);
  if (twice !== undefined) fail('usage', `--target ${twice} is given twice.`);
  if (asked.out !== undefined || asked.plan !== undefined)
    fail('usage', 'A saved plan is bound to one target.', { hint: 'Give one --target with --out and --plan.' });
  checkOutputs(asked.output, printed);
};

export const parallelOf = (written: string | undefined): number => {
  const number = Number(written ?? '1');
  return Number.isInteger(number) && number >= 1 ? number : fail('usage', `--parallel ${written}: expected how many at once, such as 4.`);
};

/** The exit code of the worst. */
export const onEach = async ({ targets, parallel, printed, io, interrupt }: Many, onTarget: OnTarget): Promise<number> => {
  const screen = screenFor(io, { targets: targets.map(targetName), printed, together: parallel > 1 });
  const withSlot = slots(parallel);
  const one = async (target: Target): Promise<Row> => {
    const name = targetName(target);
    if (interrupt.signal.aborted) return notBegun(name, interrupt.signal.reason as Signal);
    const seat = screen.seatOf(name);
    try {
      return rowOf(name, await onTarget(target, seat));
    } catch (error) {
      return caught(name, error, seat.io);
    } finally {
      seat.done();
    }
  };
  const rows = await Promise.all(targets.map((target) => withSlot(() => one(target))));
  const exitCode = worstOf(rows.map(({ code }) => code));
  if (printed === 'json') io.out(`${plainJson(JSON.stringify({ version: 1, targets: screen.documents(), exitCode }, null, 2))}\n`);
  else if (printed !== 'jsonl') io.out(summaryText(rows, io));
  return exitCode;
};
