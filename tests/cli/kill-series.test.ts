import { beforeAll, describe, expect, it } from 'vitest';
import { ALL_ONCE, NOTHING, UNDOS } from '../helpers/counting.ts';
import { inParallel, killedAt, killedDuring, recordsOf } from '../helpers/kill-series.ts';
import type { On } from '../helpers/kill-series.ts';
import { startSshNode } from '../helpers/sshd.ts';
import type { SshNode } from '../helpers/sshd.ts';

const LONG = { timeout: 3_600_000 };
const here: On = { target: 'local', env: {} };
const NODES = 3;

/** A verify looks as often as time allows: only its first two looks come in every run. */
const certain = (record: string): boolean => {
  const [kind = '', times = '1'] = record.split('#');
  const looked = /^(verify\.sampled|step\.(started|ended) (.*-is-done|alive))$/.test(kind);
  if (kind === 'step.started broken' || kind === 'step.ended broken') return Number(times) <= 3;
  return looked ? Number(times) <= 2 : true;
};

const FIXED = { code: 0, verdict: { kind: 'fixed' }, done: ALL_ONCE, undone: [] };
const UNDONE = { code: 6, verdict: { kind: 'undone', failed: 'alive', reason: 'alive is absent: no' }, done: NOTHING, undone: UNDOS };

/** The actions in the middle are as the first and the last are. */
const ofTheMiddle = (record: string): boolean => /\b(two|three)\b/.test(record);

/** All of them with `KUBEMEND_KILLS=all`; tests/engine/resume.test.ts goes through all of them in memory. A run over ssh takes its time: every sixth. */
const chosen = (records: string[], [on]: On[]): string[] => {
  if (process.env['KUBEMEND_KILLS'] === 'all') return records;
  return records.filter((record, at) => (on === here ? !ofTheMiddle(record) : at % 6 === 0));
};

const afterEach = async (records: string[], alive: boolean, places: On[]): Promise<void> => {
  const results = await inParallel(chosen(records, places), (record, on) => killedAt(record, alive, on), places);
  for (const { outcome, said } of results)
    expect(outcome, said).toEqual({ record: outcome.record, killed: 'SIGKILL', ...(alive ? FIXED : UNDONE) });
};

/** All but the last, which is the end. */
const recordsToKillAt = async (alive: boolean, [on = here]: On[]): Promise<string[]> =>
  (await recordsOf(alive, on)).filter(certain).slice(0, -1);
/** From here on a run that is undone differs from one that is fixed. */
const onlyUndone = (records: string[]): string[] => records.slice(records.findIndex((record) => record.startsWith('undo.decided')) - 2);

const series = (places: () => On[]): void => {
  it('comes to the verdict it would have had, and does nothing twice, killed after any record until it is fixed', LONG, async () => {
    const records = await recordsToKillAt(true, places());
    expect(records.length).toBeGreaterThan(50);
    await afterEach(records, true, places());
  });

  it('and killed after any record of an undo', LONG, async () => {
    const records = onlyUndone(await recordsToKillAt(false, places()));
    expect(records.length).toBeGreaterThan(12);
    await afterEach(records, false, places());
  });

  /** Neither asked whether it happened nor run again: what was at work told how it ended. */
  it.each([
    ['while an action, or its undo, is at work, which ends by itself', false],
    ['when it has ended, and nobody has learnt of it yet', true],
  ])('and killed %s, which is then known, with what it printed', LONG, async (_, ended) => {
    const steps = ['one', 'four', 'undo-four', 'undo-one'].flatMap((step) => [
      { step, alive: false },
      ...(step.startsWith('undo') ? [] : [{ step, alive: true }]),
    ]);
    const results = await inParallel(steps, ({ step, alive }, on) => killedDuring(step, { alive, ended }, on), places());
    for (const [at, { outcome, said }] of results.entries())
      expect(outcome, said).toEqual({ record: outcome.record, killed: 'SIGKILL', ...(steps[at]?.alive ? FIXED : UNDONE), doubted: [] });
  });
};

describe('a run on this machine that was killed with SIGKILL', () => series(() => [here, here, here, here]));

describe.skipIf(process.getuid?.() !== 0)('a run on a node by ssh that was killed with SIGKILL (only root can make the node)', () => {
  let nodes: SshNode[];
  beforeAll(async () => {
    nodes = await Promise.all(Array.from({ length: NODES }, () => startSshNode()));
    return async () => void (await Promise.all(nodes.map((node) => node.down())));
  });
  series(() => nodes.map((node) => ({ target: node.target(), env: node.env })));
});
