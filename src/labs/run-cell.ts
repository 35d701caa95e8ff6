/** One cell of the matrix on a lab of its own: up, the checks in order until one fails, down, gone. */
import type { CheckRecord, LookedFor } from '../domain/proof.ts';
import type { Runbook } from '../domain/runbook.ts';
import { ProblemError } from '../domain/problem.ts';
import { checksFor } from './checks.ts';
import type { Check } from './checks.ts';
import type { Cell, Lab, Source } from './definition.ts';
import type { LabHandle } from './environment.ts';
import type { OnLabEvent } from './lab-event.ts';
import type { Said } from './said.ts';
import { isGone, labByHand, labDown, labInject, labUp } from './stand.ts';
import { witnessOf } from './witness.ts';

export type CellRun = {
  source: Source;
  lab: Lab;
  cell: Cell;
  runbook: Runbook;
  /** The runbooks of other failures, which must not be found here. None: it is not looked for them. */
  others: Runbook[];
  name: string;
  signal: AbortSignal;
  onEvent: OnLabEvent;
};
/** `attempts`: how often its environment was made until it stood. */
export type CellOutcome = { records: CheckRecord[]; facts: Record<string, string>; attempts: number; lookedFor: LookedFor[] };

const INTERRUPTED: Said = { ok: false, detail: 'interrupted' };

/** A broken environment is a failed check as well; what is broken in this program is not. */
const attempted = async (run: Check['run']): Promise<Said> => {
  try {
    return await run();
  } catch (error) {
    if (error instanceof ProblemError) return { ok: false, detail: error.problem.message };
    throw error;
  }
};

const recorder = ({ name, onEvent, signal }: CellRun) => {
  const records: CheckRecord[] = [];
  const check = async ({ id, title, run }: Check): Promise<boolean> => {
    onEvent({ type: 'check.started', cell: name, id, title });
    const began = performance.now();
    const { ok, detail } = signal.aborted ? INTERRUPTED : await attempted(run);
    const seconds = Number(((performance.now() - began) / 1000).toFixed(2));
    const record: CheckRecord = { id, cell: name, title, outcome: ok ? 'passed' : 'failed', detail, seconds };
    records.push(record);
    onEvent({ type: 'check.ended', record });
    return ok;
  };
  return { records, check };
};

type Stood = { handle: LabHandle; attempts: number; detail: string };

/** An environment that does not come up is tried once more, and the record says so. When it fails again that is thrown. */
const standUp = async ({ source, lab, cell }: CellRun): Promise<Stood> => {
  try {
    return { handle: await labUp(source, cell.id, lab), attempts: 1, detail: 'at the first attempt' };
  } catch (error) {
    if (!(error instanceof ProblemError) || error.problem.code !== 'lab-cannot-run') throw error;
    const handle = await labUp(source, cell.id, lab);
    return { handle, attempts: 2, detail: `at the second attempt; the first: ${error.problem.message}` };
  }
};

/** Null when it was interrupted before. What keeps a lab from standing says nothing about the runbook: it is no failed check but a Problem. */
const standing = async (run: CellRun, check: (one: Check) => Promise<boolean>): Promise<Stood | null> => {
  let stood: Stood | null = null;
  let broken: unknown = null;
  const up = async (): Promise<Said> => {
    try {
      stood = await standUp(run);
    } catch (error) {
      broken = error;
      return { ok: false, detail: 'its environment did not come up' };
    }
    return { ok: true, detail: stood.detail };
  };
  await check({ id: 'up', title: 'The lab stands', run: up });
  if (broken !== null) throw broken;
  return stood;
};

/** Versions of all that the lab is made of. */
export const factsOf = async (lab: Lab, handle: LabHandle): Promise<Record<string, string>> => {
  const asked = await Promise.all(
    Object.entries(lab.versions).map(
      async ([name, script]) => [name, (await handle.exec(script, { as: lab.view })).stdout.trim().split('\n')[0] || 'unknown'] as const,
    ),
  );
  return { ...(await handle.facts()), ...Object.fromEntries(asked) };
};

const gone = (instance: string): Check => ({
  id: 'gone',
  title: 'The lab is gone without a trace',
  run: async () => {
    await labDown(instance);
    await labDown(instance);
    return { ok: isGone(instance), detail: 'no process, no directory, and taken down twice' };
  },
});

export const runCell = async (run: CellRun): Promise<CellOutcome> => {
  const { source, lab, cell, runbook, signal } = run;
  const { records, check } = recorder(run);
  const stood = await standing(run, check);
  if (stood === null) return { records, facts: {}, attempts: 1, lookedFor: [] };
  const { handle, attempts } = stood;
  try {
    run.onEvent({ type: 'cell.up', cell: run.name, instance: handle.instance });
    const about = { source, lab, cell, handle };
    const lookedFor: LookedFor[] = [];
    const scene = {
      lab: handle,
      runbook,
      others: run.others,
      found: (all: Omit<LookedFor, 'cell'>[]) => void lookedFor.push(...all.map((one) => ({ cell: run.name, ...one }))),
      signal,
      witness: witnessOf(about),
      inject: () => labInject(about),
      byHand: (resolution: string) => labByHand(about, resolution),
    };
    let passed = true;
    for (const one of checksFor(scene, cell)) passed &&= await check(one);
    const facts = passed ? await factsOf(lab, handle) : {};
    await check(gone(handle.instance));
    return { records, facts, attempts, lookedFor };
  } finally {
    await labDown(handle.instance);
  }
};
