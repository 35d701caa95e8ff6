import { spawn } from 'node:child_process';
import { readFileSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { keepBroken } from '../../src/labs/keep.ts';
import { labsDown } from '../../src/labs/stand.ts';
import { MAIN, startRunbook } from '../helpers/cli.ts';
import { bareTempDir } from '../helpers/temp-dir.ts';
import { describeLab, SLUG, source } from './helpers.ts';

/** Of all these tests: they run side by side, since each waits more than it works. */
const place = bareTempDir();
beforeAll(() => void vi.stubEnv('KUBEMEND_LABS_DIR', join(place, 'labs')));
afterAll(async () => {
  await labsDown({ all: true });
  rmSync(place, { recursive: true, force: true });
});

const PRELOAD = join(import.meta.dirname, '../helpers/kill-at.ts');

const broken = async (): Promise<string> => {
  const kept = await keepBroken(source);
  return kept.kind === 'kept' ? kept.instance : expect.fail(`not kept: ${kept.kind}`);
};

const killedAt = (record: string, { instance, env }: { instance: string; env: Record<string, string> }): Promise<NodeJS.Signals | null> =>
  new Promise((resolve) => {
    const argv = ['--import', PRELOAD, MAIN, 'run', SLUG, '--yes', '--target', `lab://${instance}`];
    const child = spawn(process.execPath, argv, { env: { ...env, KILL_AT: record }, stdio: 'ignore' });
    child.once('exit', (_code, signal) => resolve(signal));
  });

describeLab('a run on a real node, killed with SIGKILL', () => {
  test.concurrent.each([
    'diagnosis.made#1',
    'consent.answered#1',
    'step.started delete-stale-jumps#1',
    'step.ended delete-stale-jumps#1',
    'phase.started verify#1',
    'verify.sampled#1',
  ])('after %s is fixed when it is resumed', async (record) => {
    const instance = await broken();
    const state = join(place, instance);
    const env = { ...(process.env as Record<string, string>), XDG_STATE_HOME: state, LC_ALL: 'C' };
    expect(await killedAt(record, { instance, env })).toBe('SIGKILL');
    const answer = await startRunbook(['resume', '2', '--yes'], { env }).answer;
    expect(answer).toMatchObject({ code: 0, stdout: expect.stringContaining('fixed: the fault is gone') as string });
    const runs = join(state, 'kubemend', 'runs');
    const journal = readFileSync(join(runs, readdirSync(runs)[0] ?? '', 'journal.jsonl'), 'utf8');
    expect(journal.split('"step.started","step":"delete-stale-jumps"').length - 1).toBe(
      record === 'step.started delete-stale-jumps#1' ? 2 : 1,
    );
  });
});
