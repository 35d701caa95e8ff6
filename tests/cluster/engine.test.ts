import { spawn } from 'node:child_process';
import { copyFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { beforeEach, expect, onTestFinished, test, vi } from 'vitest';
import { snapshot } from '../../scripts/machine-snapshot.ts';
import { cgroupsOf, cgroupVersion, processesIn } from '../../src/labs/cgroup.ts';
import { clusterCache } from '../../src/labs/cluster/prepared.ts';
import type { LabHandle } from '../../src/labs/environment.ts';
import { environmentOf } from '../../src/labs/environments/index.ts';
import { withVariable } from '../../src/labs/processes.ts';
import { isGone, labDown, labsDown } from '../../src/labs/stand.ts';
import { directoryOf, instances, newRecord, readRecord } from '../../src/labs/state.ts';
import { tempDir } from '../helpers/temp-dir.ts';
import { describeCluster, ownLabs } from '../labs/helpers.ts';

const FIXTURE = join(import.meta.dirname, 'engine-until.ts');
const about = { slug: 'an-engine', level: 'cluster', cell: 'none', environment: 'docker', settings: { DOCKER: '26.1.5' } } as const;

/** The environment comes back last: until then the directory of labs is this test's own. */
beforeEach(() => {
  onTestFinished(() => void vi.unstubAllEnvs());
  ownLabs();
});

/** What is on the machine, but for what other labs name on it. */
const machine = (): string =>
  snapshot()
    .split('\n')
    .filter((line) => !/\bkubemend-[a-z0-9]+-[0-9a-f]{6}\b/.test(line))
    .join('\n');

const engine = async (version = '26.1.5'): Promise<LabHandle> => {
  const files = tempDir();
  copyFileSync('/bin/busybox', join(files, 'busybox'));
  return environmentOf('docker').up(newRecord({ ...about, settings: { DOCKER: version } }), files);
};

const said = async (handle: LabHandle, script: string): Promise<string> => (await handle.exec(script)).stdout.trim();

const RUN =
  'tar -C /opt/kubemend-lab -c busybox | docker import - busybox >/dev/null; docker run -d --restart on-failure:1 busybox /busybox sleep 1000';

const leavesNothing = (instance: string, token: string): void => {
  expect(isGone(instance)).toBe(true);
  expect(withVariable('KUBEMEND_LAB', token)).toEqual([]);
  expect(cgroupsOf(instance)).toEqual([]);
};

const freeze = (instance: string, id: string): void => {
  const group = cgroupsOf(instance).find((one) => one.endsWith(id) && (cgroupVersion() === 'v2' || one.includes('/freezer/'))) ?? '';
  const [file, value] = cgroupVersion() === 'v2' ? ['cgroup.freeze', '1'] : ['freezer.state', 'FROZEN'];
  writeFileSync(join(group, file), value);
  expect(readFileSync(join(group, file), 'utf8').trim()).toBe(value);
};

test('an engine is missing where nothing was prepared', async () => {
  vi.stubEnv('XDG_CACHE_HOME', tempDir());
  expect((await environmentOf('docker').missing(about.settings)).map(({ what }) => what)).toContain('the parts of a real cluster');
});

describeCluster('an engine', () => {
  test('lives beside another, out of sight of the machine, and goes without a trace, twice', async () => {
    const before = machine();
    const [one, two] = await Promise.all([engine(), engine()]);
    expect(machine()).toBe(before);
    expect(await said(one, "docker version -f '{{.Server.Version}}'")).toMatch(/^26\.1\.5/);
    const id = await said(one, RUN);
    expect(await said(two, 'docker ps -aq')).toBe('');
    expect(await said(one, 'docker ps -q --no-trunc')).toBe(id);
    expect(cgroupsOf(one.instance).some((group) => group.endsWith(id))).toBe(true);
    expect(await one.facts()).toMatchObject({ 'Docker Engine': expect.stringMatching(/^26\.1\.5/), 'cgroup version': cgroupVersion() });
    for (const { instance } of [one, two, one]) await labDown(instance);
    expect(machine()).toBe(before);
    leavesNothing(one.instance, '-');
  });

  test("sees nothing of the machine's docker and kubectl, and writes nothing of it", async () => {
    const home = tempDir();
    for (const name of ['.docker', '.kube']) writeFileSync(join(home, name), 'a decoy: not a directory\n');
    vi.stubEnv('XDG_CACHE_HOME', join(clusterCache(), '../..'));
    vi.stubEnv('HOME', home);
    vi.stubEnv('DOCKER_HOST', 'tcp://192.0.2.1:1');
    vi.stubEnv('KUBECONFIG', join(home, '.kube'));
    const handle = await engine();
    expect(await said(handle, 'docker info -f "{{.DockerRootDir}}"; echo "$HOME $DOCKER_HOST"')).toBe(
      '/var/lib/docker\n/root unix:///run/docker.sock',
    );
    expect(await said(handle, `ls -d ${home} /etc/hostname.of.the.machine 2>/dev/null || true`)).toBe('');
    await labDown(handle.instance);
    for (const name of ['.docker', '.kube']) expect(readFileSync(join(home, name), 'utf8')).toBe('a decoy: not a directory\n');
  });

  test('whose dockerd was killed, with a container that was frozen, is taken away all the same', async () => {
    const before = machine();
    const handle = await engine();
    const token = readRecord(handle.instance)?.token ?? '';
    freeze(handle.instance, await said(handle, RUN));
    const held = processesIn(handle.instance);
    expect(held.length).toBeGreaterThan(0);
    await said(handle, 'kill -9 "$(cat /run/docker.pid)"');
    await labDown(handle.instance);
    leavesNothing(handle.instance, token);
    expect(held.filter((pid) => existsSync(`/proc/${pid}`))).toEqual([]);
    expect(machine()).toBe(before);
  });

  test.each([50, 300, 800, 1600, 3000])('whose maker is killed after %i ms is cleaned up by down', async (ms) => {
    const before = machine();
    const child = spawn(process.execPath, [FIXTURE, tempDir(), JSON.stringify(about)], { stdio: 'inherit' });
    const ended = new Promise((resolve) => child.once('exit', resolve));
    await vi.waitUntil(() => instances().length > 0, { timeout: 20_000, interval: 5 });
    await setTimeout(ms);
    child.kill('SIGKILL');
    await ended;
    const records = instances().map((instance) => ({ instance, token: readRecord(instance)?.token ?? '-' }));
    expect(await labsDown({ all: false })).toEqual(records.map(({ instance }) => instance));
    for (const { instance, token } of records) leavesNothing(instance, token);
    expect(machine()).toBe(before);
  });

  test('gives way to another version, which finds its images and its containers, also one that was frozen', async () => {
    const handle = await engine('25.0.0');
    expect(await handle.facts()).toMatchObject({
      'Docker Engine': expect.stringMatching(/^25\.0\.0 \(go1\./),
      'dockerd (prepared)': expect.stringMatching(/^25\.0\.0, built from its Go module with go1\./),
    });
    const id = await said(handle, RUN);
    const policy = `docker inspect -f '{{.HostConfig.RestartPolicy}}' ${id}`;
    const before = await said(handle, policy);
    freeze(handle.instance, id);
    expect(await handle.exec('/opt/kubemend/engine 25.0.1')).toMatchObject({ kind: 'exited', code: 0, stderr: '' });
    expect(await said(handle, "docker version -f '{{.Server.Version}}'; docker images -q | wc -l; docker ps -q --no-trunc")).toBe(
      `25.0.1\n1\n${id}`,
    );
    expect(await said(handle, policy)).toBe(before);
  });

  test('refuses a version that was not prepared, and stays as it is', async () => {
    const handle = await engine();
    const refused = await handle.exec('/opt/kubemend/engine 1.2.3');
    expect(refused).toMatchObject({ kind: 'exited', code: 2, stderr: 'usage: engine stop|25.0.0|25.0.0-rc.1|25.0.1|26.1.5\n' });
    expect(await said(handle, "docker version -f '{{.Server.Version}}'")).toMatch(/^26\.1\.5/);
  });

  test('that does not start says why, and leaves nothing', async () => {
    const files = tempDir();
    const record = newRecord({ ...about, settings: { DOCKER: '1.2.3' } });
    await expect(environmentOf('docker').up(record, files)).rejects.toThrow('Docker Engine 1.2.3 is not prepared');
    await labDown(record.instance);
    expect(existsSync(directoryOf(record.instance))).toBe(false);
  });
});
