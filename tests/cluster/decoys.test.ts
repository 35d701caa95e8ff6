import { join } from 'node:path';
import { expect, test } from 'vitest';
import { clusterCache } from '../../src/labs/cluster/prepared.ts';
import { amongDecoys } from '../helpers/decoys.ts';
import { tempDir } from '../helpers/temp-dir.ts';
import { describeCluster, SLUG } from '../labs/helpers.ts';

describeCluster("what is the person's", () => {
  test('is not touched by a lab on a cluster: no kubeconfig, no settings of docker, no command, no engine, no bridge', async () => {
    const env = { KUBEMEND_LABS_DIR: join(tempDir(), 'labs'), XDG_CACHE_HOME: join(clusterCache(), '../..') };
    const seen = await amongDecoys(['lab', SLUG, '--level', 'cluster', '--cell', 'healthy-two'], env);
    expect(seen, `${seen.stdout}${seen.stderr}`).toMatchObject({ code: 0, touched: '', changed: false });
    expect(seen.stdout).not.toContain('the network of the machine changed');
  });
});
