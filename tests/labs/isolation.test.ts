import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout } from 'node:timers/promises';
import { beforeEach, expect, onTestFinished, test, vi } from 'vitest';
import { snapshot } from '../../scripts/machine-snapshot.ts';
import { inPidNamespace, pidNamespaceOf, withVariable } from '../../src/labs/processes.ts';
import { directoryOf, instances, newRecord, readRecord } from '../../src/labs/state.ts';
import { injectInto, isGone, labDown, labsDown, labsStatus, labUp } from '../../src/labs/stand.ts';
import { tempDir } from '../helpers/temp-dir.ts';
import { describeLab, on, ownLabs, ROOT, SLUG, source } from './helpers.ts';

/** Labs with a cluster that others run beside this test name all they make `kubemend-<instance>`; a lab in namespaces names nothing on the machine. */
const machine = (): string =>
  snapshot()
    .split('\n')
    .filter((line) => !/\bkubemend-[a-z0-9]+-[0-9a-f]{6}\b/.test(line))
    .join('\n');

const HOME = process.env['HOME'] ?? '/';
const FIXTURE = join(import.meta.dirname, 'fixtures/run-until.ts');

beforeEach(ownLabs);

/** Runs a cell in a process of its own, kills it hard when it says `line` (or `ms` after), and waits until it is dead. */
const killedAt = async (line: string, ms = 0): Promise<void> => {
  const child = spawn(process.execPath, [FIXTURE, ROOT, SLUG, 'one-pod'], { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  for await (const said of createInterface({ input: child.stdout })) if (said === line) break;
  await setTimeout(ms);
  child.kill('SIGKILL');
  await ended;
};

describeLab('a lab', () => {
  test('lives beside another and the machine is the same before, while they stand, and after', async () => {
    const before = machine();
    const [one, two] = await Promise.all([labUp(source, 'healthy-two'), labUp(source, 'healthy-calico')]);
    expect(machine()).toBe(before);
    expect(await injectInto(ROOT, one.instance)).toMatchObject({ ok: true });
    expect((await on(two, 'curl -sS -m 5 http://10.77.0.1:9071/', 'client')).stdout).toMatch(/^app-/);
    expect((await on(one, 'cat /etc/machine-id')).stdout).not.toBe((await on(two, 'cat /etc/machine-id')).stdout);
    expect(machine()).toBe(before);
    await labDown(one.instance);
    expect((await on(two, 'curl -sS -m 5 http://10.77.0.1:80/', 'client')).stdout).toMatch(/^nginx-/);
    await labDown(two.instance);
    expect(machine()).toBe(before);
    expect([isGone(one.instance), isGone(two.instance)]).toEqual([true, true]);
  });

  test('writes where it likes and the machine sees nothing of it', async () => {
    const node = await labUp(source, 'healthy-none');
    expect((await on(node, 'echo x >/etc/kubemend-test; echo x >/usr/kubemend-test; mkdir -p /snap/x; hostname; ps -e | wc -l')).code).toBe(
      0,
    );
    expect(['/etc/kubemend-test', '/usr/kubemend-test', '/snap/x'].filter((path) => existsSync(path))).toEqual([]);
    await labDown(node.instance);
    await labDown(node.instance);
    expect(await labsDown({ all: true })).toEqual([]);
    expect(existsSync(process.env['KUBEMEND_LABS_DIR'] ?? '')).toBe(false);
  });

  test("reads nobody's start-up files: bash would, for it takes a socket on stdin for a login from afar", async () => {
    const home = tempDir();
    writeFileSync(join(home, '.bashrc'), `touch ${home}/read\n`);
    vi.stubEnv('HOME', home);
    onTestFinished(() => void vi.stubEnv('HOME', HOME));
    const node = await labUp(source, 'healthy-none');
    expect((await on(node, 'true')).code).toBe(0);
    expect(existsSync(join(home, 'read'))).toBe(false);
  });

  test('that is gone leads nowhere, though its pid may have been given anew', async () => {
    const node = await labUp(source, 'healthy-none');
    const holder = Number(readFileSync(join(directoryOf(node.instance), 'holder'), 'utf8').split(' ')[0]);
    process.kill(holder, 'SIGKILL');
    await vi.waitFor(() => expect(pidNamespaceOf(holder)).toBeNull(), 5000);
    expect(await on(node, 'true')).toMatchObject({ code: 125, stderr: expect.stringContaining('is gone') });
    await labDown(node.instance);
    expect(isGone(node.instance)).toBe(true);
  });

  test('that another still works in is only taken down when all are', async () => {
    const node = await labUp(source, 'healthy-none');
    expect(await labsDown({ all: false })).toEqual([]);
    expect(labsStatus()).toMatchObject([{ instance: node.instance, stage: 'up', orphaned: false }]);
    expect(await labsDown({ all: true })).toEqual([node.instance]);
  });

  test('of which there is not even a directory yet leaves none for labs either', async () => {
    mkdirSync(process.env['KUBEMEND_LABS_DIR'] ?? '', { recursive: true });
    expect(await labsDown({ all: false })).toEqual([]);
    expect(existsSync(process.env['KUBEMEND_LABS_DIR'] ?? '')).toBe(false);
  });

  test('of which there is but the record, or an empty directory, is taken down too', async () => {
    const { instance } = newRecord({ slug: SLUG, level: 'component', cell: 'timeout', environment: 'netns', settings: {} });
    mkdirSync(directoryOf('md-empty'), { recursive: true });
    expect((await labsDown({ all: true })).toSorted()).toEqual([instance, 'md-empty'].toSorted());
  });

  test.each([
    ['up', 0],
    ['up', 100],
    ['up', 400],
    ['healthy-absent', 300],
    ['broken', 200],
    ['applied', 500],
  ])('whose maker is killed at %s, %i ms on, is cleaned up by down', async (line, ms) => {
    const before = machine();
    await killedAt(line, ms);
    const records = instances()
      .map(readRecord)
      .filter((record) => record !== null);
    const namespaces = records
      .flatMap(({ token }) => withVariable('KUBEMEND_LAB', token))
      .map(pidNamespaceOf)
      .filter((one) => one !== pidNamespaceOf('self'));
    await labsDown({ all: false });
    expect(existsSync(process.env['KUBEMEND_LABS_DIR'] ?? '')).toBe(false);
    expect(records.flatMap(({ token }) => withVariable('KUBEMEND_LAB', token))).toEqual([]);
    expect(namespaces.flatMap((one) => (one === null ? [] : inPidNamespace(one)))).toEqual([]);
    expect(machine()).toBe(before);
  });
});
