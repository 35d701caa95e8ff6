import { readFileSync } from 'node:fs';
import { beforeEach, expect, onTestFinished, test, vi } from 'vitest';
import { cgroupVersion } from '../../src/labs/cgroup.ts';
import { readLab } from '../../src/labs/definition.ts';
import { environmentOf } from '../../src/labs/environments/index.ts';
import { missingFor } from '../../src/labs/missing.ts';
import { runLab } from '../../src/labs/run-lab.ts';
import { labDown, labsStatus, labUp } from '../../src/labs/stand.ts';
import { newRecord } from '../../src/labs/state.ts';
import { tempDir } from '../helpers/temp-dir.ts';
import { describeCluster, on, ownLabs, ROOT, SLUG } from '../labs/helpers.ts';

const source = { root: ROOT, slug: SLUG, level: 'cluster' } as const;
const lab = readLab(source);

/** What systemd and the kubelet of a node would like to set is the machine's. */
const settings = (): string[] =>
  ['fs/file-max', 'fs/nr_open', 'vm/overcommit_memory', 'vm/panic_on_oom', 'kernel/panic', 'kernel/panic_on_oops'].map((name) =>
    readFileSync(`/proc/sys/${name}`, 'utf8'),
  );

/** The environment comes back last: until then the directory of labs is this test's own. */
beforeEach(() => {
  onTestFinished(() => void vi.unstubAllEnvs());
  ownLabs();
});

test('a lab that lacks its cluster says so, and how to get it', async () => {
  vi.stubEnv('XDG_CACHE_HOME', tempDir());
  const lacks = expect.objectContaining({ what: 'the parts of a real cluster', how: expect.stringContaining('npm run cluster') as string });
  expect(await missingFor(lab)).toContainEqual(lacks);
  expect(await runLab({ slug: SLUG, root: ROOT, level: 'cluster' })).toEqual({ kind: 'cannot-run', missing: await missingFor(lab) });
  expect(labsStatus()).toEqual([]);
});

describeCluster('a cluster', () => {
  test('asks for versions that are there', async () => {
    const wanted = { DOCKER: '0.0.1', KUBERNETES: '1.0.0' };
    expect((await environmentOf('kind').missing(wanted)).map(({ what }) => what)).toEqual(['Docker Engine 0.0.1', 'Kubernetes 1.0.0']);
  });

  test('stands on the engine that the lab asks for, built from source', async () => {
    const about = { slug: SLUG, level: 'cluster', cell: 'none', environment: 'kind' } as const;
    const record = newRecord({ ...about, settings: { DOCKER: '25.0.0', KUBERNETES: '1.32.2' } });
    const handle = await environmentOf('kind').up(record, tempDir());
    expect(await handle.facts()).toMatchObject({
      'Docker Engine': expect.stringMatching(/^25\.0\.0 \(go1\./),
      'dockerd (prepared)': expect.stringContaining('built from its Go module with go1.'),
      'containerd (prepared)': expect.stringContaining('built from its Go module with go1.'),
    });
    const node = await on(handle, "docker ps --format '{{.Names}}'; docker version -f '{{.Server.Version}}'", 'client');
    expect(node.stdout).toBe(`${handle.instance}-control-plane\n25.0.0\n`);
    expect((await on(handle, 'kubectl get --raw /readyz')).stdout).toBe('ok');
  });

  test('is a real one: made by kind, with a kubelet, an API server and pods that serve a neighbour', async () => {
    const before = settings();
    const handle = await labUp(source, 'healthy-two', lab);
    expect(await handle.facts()).toMatchObject({
      'kubelet, container runtime': 'v1.32.2|containerd://1.7.24',
      'API server': expect.stringMatching(/^v1\.32\.2 go1\./),
      'cgroup version': cgroupVersion(),
      'kubernetes (prepared)': expect.stringContaining('built from its Go module with go1.'),
    });
    expect((await on(handle, `curl -sS -m 5 http://${handle.address}:9071/`, 'client')).stdout).toMatch(/^app-/);
    expect((await on(handle, 'kubectl exec daemonset/app -- nslookup kubernetes.default.svc.cluster.local')).stdout).toContain('10.96.0.1');
    expect(settings()).toEqual(before);
    await labDown(handle.instance);
    expect(labsStatus()).toEqual([]);
  });
});
