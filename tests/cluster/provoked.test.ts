import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { alone } from '../helpers/alone.ts';
import { tempDir } from '../helpers/temp-dir.ts';
import { describeCluster, ROOT, SLUG } from '../labs/helpers.ts';

const args = ['lab', SLUG, '--level', 'cluster', '--cell', 'healthy-two'];
const PROBLEM = /^\n {2}The lab cannot run here \[lab-cannot-run\]\n/;

/** A file system on an overlay, which an engine cannot lay another over. */
const onOverlay = (labs: string): string => `
mount -t tmpfs tmpfs ${labs}
mkdir ${labs}/lower ${labs}/upper ${labs}/work
mount -t overlay overlay -o lowerdir=${labs}/lower,upperdir=${labs}/upper,workdir=${labs}/work ${labs}`;

/** Takes the node away from under kind, as often as one is made, until told to end. */
const removingNodes = (labs: string, ends: AbortSignal): void => {
  const remove = (instance: string): void => {
    const enter = join(labs, instance, 'enter');
    if (existsSync(join(labs, instance, 'node')))
      spawn('bash', [enter, 'client', 'docker', 'rm', '--force', `${instance}-control-plane`], { stdio: 'ignore' });
  };
  const go = async (): Promise<void> => {
    for (; !ends.aborted; await setTimeout(500)) if (existsSync(labs)) readdirSync(labs).forEach(remove);
  };
  void go();
};

describeCluster('a lab on a cluster that cannot be had', () => {
  test.each([
    [
      'space',
      (labs: string) => `mount -t tmpfs -o size=60m tmpfs ${labs}`,
      /the images of the engine were not copied: [^]*No space left on device/,
    ],
    ['an engine that starts', onOverlay, /the Docker Engine did not start: [^]*failed to start daemon: .*driver not supported: overlay2/],
  ])('for want of %s says so with the end of the log, with exit code 4, and leaves nothing', async (_what, setUp, why) => {
    const labs = tempDir();
    const after = `find ${labs} -mindepth 1 -name 'md-*'`;
    const said = await alone({ setUp: setUp(labs), args, after, env: { KUBEMEND_LABS_DIR: labs } });
    expect(said.code, said.stderr).toBe(4);
    expect(said.stderr).toMatch(PROBLEM);
    expect(said.stderr).toMatch(why);
    expect(said.stdout).not.toContain(labs);
  });

  test('for want of a cluster that becomes ready tries once more, then says why, with exit code 4, and leaves nothing', async () => {
    const labs = join(tempDir(), 'labs');
    mkdirSync(labs);
    const ends = new AbortController();
    removingNodes(labs, ends.signal);
    const said = await new Promise<{ code: number | null; stderr: string }>((resolve) => {
      const child = spawn(process.execPath, ['src/cli/main.ts', ...args], { cwd: ROOT, env: { ...process.env, KUBEMEND_LABS_DIR: labs } });
      let stderr = '';
      child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
      child.once('close', (code) => resolve({ code, stderr }));
    });
    ends.abort();
    expect(said.code, said.stderr).toBe(4);
    expect(said.stderr).toMatch(PROBLEM);
    expect(said.stderr).toMatch(/kind did not create the cluster: [^]*ERROR: failed to create cluster/);
    expect(existsSync(labs)).toBe(false);
  });
});
