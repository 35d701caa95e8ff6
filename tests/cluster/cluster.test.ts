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
    const missing = async (wanted: Record<string, string>) => (await environmentOf('kind').missing(wanted)).map(({ what }) => what);
    expect(await missing({ DOCKER: '0.0.1', KUBERNETES: '1.0.0' })).toEqual(['Docker Engine 0.0.1', 'Kubernetes 1.0.0']);
    expect(await missing({ DOCKER: '25.0.0', KUBERNETES: '1.32.2', CONTAINERD: '0.0.1' })).toEqual(['containerd 0.0.1']);
  });

  test('has the versions and the nodes that the lab asks for, and comes back under another engine', async () => {
    const about = { slug: SLUG, level: 'cluster', cell: 'none', environment: 'kind' } as const;
    const wanted = { DOCKER: '25.0.0', KUBERNETES: '1.32.2', CONTAINERD: '2.0.2', NODES: '2' };
    const handle = await environmentOf('kind').up(newRecord({ ...about, settings: wanted }), tempDir());
    expect(await handle.facts()).toMatchObject({
      'Docker Engine': expect.stringMatching(/^25\.0\.0 \(go1\./),
      'dockerd (prepared)': expect.stringContaining('built from its Go module with go1.'),
      'kubelet, container runtime': 'v1.32.2|containerd://2.0.2',
      'node image (prepared)': expect.stringMatching(/^(built by this project|kindest\/node:v1\.32\.2@sha256:.*)$/),
    });
    expect(await handle.snapshot()).toContain('## files\n');
    const worker = `${handle.instance}-worker`;
    const overrides = JSON.stringify({ spec: { nodeName: worker } });
    const image = 'docker.io/library/busybox:1.35';
    await on(handle, `kubectl run far --image ${image} --image-pull-policy Never --overrides '${overrides}' -- sleep 1000`);
    await on(handle, 'kubectl wait --for condition=Ready pod/far --timeout 60s');
    expect(await on(handle, 'kubectl get pod far -o jsonpath="{.spec.nodeName} {.status.podIP}"')).toMatchObject({
      stdout: expect.stringMatching(`^${worker} 10\\.244\\.1\\.`),
    });
    expect((await on(handle, 'kubectl exec far -- nslookup kubernetes.default.svc.cluster.local')).stdout).toContain('10.96.0.1');
    const containers = "docker ps --no-trunc --format '{{.Names}} {{.ID}}' | sort";
    const addresses = 'kubectl get nodes -o jsonpath="{.items[*].status.addresses[0].address}"';
    const before = [await on(handle, containers, 'client'), await on(handle, addresses)];
    expect(await on(handle, '/opt/kubemend/engine 25.0.1', 'client')).toMatchObject({ code: 0 });
    expect([await on(handle, containers, 'client'), await on(handle, addresses)]).toEqual(before);
    expect((await on(handle, "docker version -f '{{.Server.Version}}'", 'client')).stdout).toBe('25.0.1\n');
  });

  test('need not be the only one on its engine', async () => {
    const about = { slug: SLUG, level: 'cluster', cell: 'none', environment: 'kind' } as const;
    const wanted = { DOCKER: '26.1.5', KUBERNETES: '1.32.2', CONTAINERD: '2.0.7', CLUSTERS: '2' };
    const handle = await environmentOf('kind').up(newRecord({ ...about, settings: wanted }), tempDir());
    expect((await on(handle, 'kind get clusters', 'client')).stdout).toBe(`${handle.instance}\n${handle.instance}-2\n`);
    for (const name of [handle.instance, `${handle.instance}-2`])
      expect((await on(handle, `kubectl --context kind-${name} get nodes -o name`, 'client')).stdout).toBe(`node/${name}-control-plane\n`);
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
