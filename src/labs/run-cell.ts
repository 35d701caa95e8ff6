/** One cell of the matrix on a lab of its own: up, the checks in order until one fails, down, gone. */
import type { CheckRecord } from '../domain/proof.ts';
import type { Runbook } from '../domain/runbook.ts';
import { ProblemError } from '../domain/problem.ts';
import { checksFor } from './checks.ts';
import type { Check } from './checks.ts';
import type { Cell, Lab, Source } from './definition.ts';
import type { LabHandle } from './environment.ts';
import type { OnLabEvent } from './lab-event.ts';
import type { Said } from './said.ts';
import { isGone, labDown, labInject, labUp } from './stand.ts';
import { witnessOf } from './witness.ts';

export type CellRun = {
  source: Source;
  lab: Lab;
  cell: Cell;
  runbook: Runbook;
  name: string;
  signal: AbortSignal;
  onEvent: OnLabEvent;
};
export type CellOutcome = { records: CheckRecord[]; facts: Record<string, string> };

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

/** An environment that does not come up is tried once more, and the record says so. */
const madeToStand = async ({ source, lab, cell }: CellRun, found: (lab: LabHandle) => void): Promise<Said> => {
  try {
    found(await labUp(source, cell.id, lab));
    return { ok: true, detail: 'at the first attempt' };
  } catch (error) {
    if (!(error instanceof ProblemError) || error.problem.code !== 'lab-cannot-run') throw error;
    found(await labUp(source, cell.id, lab));
    return { ok: true, detail: `at the second attempt; the first: ${error.problem.message}` };
  }
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
  let handle: LabHandle | null = null;
  try {
    if (!(await check({ id: 'up', title: 'The lab stands', run: () => madeToStand(run, (found) => (handle = found)) })) || handle === null)
      return { records, facts: {} };
    const stands: LabHandle = handle;
    run.onEvent({ type: 'cell.up', cell: run.name, instance: stands.instance });
    const standing = { source, lab, cell, handle: stands };
    const scene = { lab: stands, runbook, signal, witness: witnessOf(standing), inject: () => labInject(standing) };
    let passed = true;
    for (const one of checksFor(scene, cell)) passed &&= await check(one);
    const facts = passed ? await factsOf(lab, stands) : {};
    await check(gone(stands.instance));
    return { records, facts };
  } finally {
    if (handle !== null) await labDown((handle as LabHandle).instance);
  }
};
