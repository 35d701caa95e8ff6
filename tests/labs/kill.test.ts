import { spawn, spawnSync } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { keepBroken } from '../../src/labs/keep.ts';
import { tempDir } from '../helpers/temp-dir.ts';
import { MAIN } from '../helpers/cli.ts';
import { describeLab, ownLabs, SLUG, source } from './helpers.ts';

beforeEach(ownLabs);

const PRELOAD = join(import.meta.dirname, '../helpers/kill-at.ts');

const broken = async (): Promise<string> => {
  const kept = await keepBroken(source);
  return kept.kind === 'kept' ? kept.instance : expect.fail(`not kept: ${kept.kind}`);
};

const killedAt = (record: string, { instance, env }: { instance: string; env: NodeJS.ProcessEnv }): Promise<NodeJS.Signals | null> =>
  new Promise((resolve) => {
    const argv = ['--import', PRELOAD, MAIN, 'run', SLUG, '--yes', '--target', `lab://${instance}`];
    const child = spawn(process.execPath, argv, { env: { ...env, KILL_AT: record }, stdio: 'ignore' });
    child.once('exit', (_code, signal) => resolve(signal));
  });

describeLab('a run on a real node, killed with SIGKILL', () => {
  test.each([
    'diagnosis.made#1',
    'consent.answered#1',
    'step.started delete-stale-jumps#1',
    'step.ended delete-stale-jumps#1',
    'phase.started verify#1',
    'verify.sampled#1',
  ])('after %s is fixed when it is resumed', async (record) => {
    const instance = await broken();
    const env = { ...process.env, XDG_STATE_HOME: tempDir(), LC_ALL: 'C' };
    expect(await killedAt(record, { instance, env })).toBe('SIGKILL');
    const { status, stdout, stderr } = spawnSync(process.execPath, [MAIN, 'resume', '2', '--yes'], { env, encoding: 'utf8' });
    expect({ status, stdout, stderr }).toMatchObject({ status: 0, stdout: expect.stringContaining('fixed: the fault is gone') as string });
    const runs = join(env.XDG_STATE_HOME, 'kubemend', 'runs');
    const journal = readFileSync(join(runs, readdirSync(runs)[0] ?? '', 'journal.jsonl'), 'utf8');
    expect(journal.split('"step.started","step":"delete-stale-jumps"').length - 1).toBe(
      record === 'step.started delete-stale-jumps#1' ? 2 : 1,
    );
  });
});
