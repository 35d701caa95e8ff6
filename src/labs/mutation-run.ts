/** A lying runbook must fail at the check that is named for it, and at no other. */
import type { CheckRecord } from '../domain/proof.ts';
import { stepById } from '../domain/runbook.ts';
import type { Runbook } from '../domain/runbook.ts';
import type { Mutation } from './definition.ts';
import { mutate, shortened, atOnce } from './mutation.ts';
import { runCell } from './run-cell.ts';
import type { CellOutcome, CellRun } from './run-cell.ts';

/** With a fix that lies the first bad sample must decide; with a diagnosis that lies the verify goes its way. */
const lying = ({ runbook, cell }: CellRun, { change }: Mutation): Runbook => {
  const changed = mutate(runbook, change, cell.kind === 'affected' ? cell.resolution : undefined);
  const isProbe = 'step' in change && stepById(runbook, change.step)?.kind === 'probe';
  return isProbe ? shortened(changed) : atOnce(changed);
};

const judged = (mutation: Mutation, records: CheckRecord[]): Pick<CheckRecord, 'outcome' | 'detail'> => {
  const failed = records.filter((record) => record.outcome === 'failed');
  const [first] = failed;
  if (!first) return { outcome: 'failed', detail: `nothing caught it; ${mutation.caughtBy} should have` };
  const caught = failed.length === 1 && first.id === mutation.caughtBy;
  const told = `caught by ${failed.map(({ id }) => id).join(', ')}: ${first.detail}`;
  return { outcome: caught ? 'passed' : 'failed', detail: caught ? told : `${told} (it should have been ${mutation.caughtBy})` };
};

export const runMutation = async (run: CellRun, mutation: Mutation): Promise<CellOutcome> => {
  const began = performance.now();
  const { records, attempts } = await runCell({ ...run, others: [], runbook: lying(run, mutation), onEvent: () => {} });
  const seconds = Number(((performance.now() - began) / 1000).toFixed(2));
  const record: CheckRecord = { id: 'caught', cell: mutation.id, title: mutation.title, seconds, ...judged(mutation, records) };
  run.onEvent({ type: 'check.ended', record });
  return { records: [record], facts: {}, attempts, lookedFor: [] };
};
