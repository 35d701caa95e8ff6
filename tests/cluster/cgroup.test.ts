import { execa } from 'execa';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { describeCluster } from '../labs/helpers.ts';

const PROGRAM = join(import.meta.dirname, 'cgroup-v2.ts');

describeCluster('cgroups of version 2', () => {
  test('are known, their processes found, thawed and taken away, as those of version 1 are in the other tests', async () => {
    const instance = `test-${randomBytes(3).toString('hex')}`;
    const script =
      'set -eu; mount --make-rprivate /; umount -R /sys/fs/cgroup 2>/dev/null || umount -l /sys/fs/cgroup; mount -t cgroup2 cgroup2 /sys/fs/cgroup; exec "$@"';
    const argv = ['--mount', '--', 'bash', '-c', script, 'bash', process.execPath, PROGRAM, instance];
    expect((await execa('unshare', argv)).stdout).toBe('v2 1 process frozen and thawed, SIGKILL 0 groups left');
  });
});
