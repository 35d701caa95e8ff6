/** The node of a real kind cluster as `docker://<container>`, through the socket of the lab's own engine. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, expect, onTestFinished, test, vi } from 'vitest';
import { environmentOf } from '../../src/labs/environments/index.ts';
import { directoryOf, newRecord } from '../../src/labs/state.ts';
import { askWith } from '../../src/targets/identity.ts';
import { openWay } from '../../src/targets/index.ts';
import { takeLock } from '../../src/targets/lock.ts';
import { ownerHere } from '../../src/targets/lock-owner.ts';
import { cleaned, execOver } from '../../src/targets/target-exec.ts';
import { tempDir } from '../helpers/temp-dir.ts';
import { describeCluster, ownLabs, SLUG } from '../labs/helpers.ts';

const never = new AbortController().signal;

beforeEach(() => {
  onTestFinished(() => void vi.unstubAllEnvs());
  ownLabs();
});

/** The socket as it is seen from outside the lab's namespaces. */
const socketOf = (instance: string): string => {
  const [pid] = readFileSync(join(directoryOf(instance), 'holder'), 'utf8').split(' ');
  return `unix:///proc/${pid}/root/run/docker.sock`;
};

describeCluster('the node of a kind cluster', () => {
  test('is a target: steps run in it, end in it, and its lock lies in it', async () => {
    const settings = { DOCKER: '25.0.0', KUBERNETES: '1.32.2' };
    const about = { slug: SLUG, level: 'cluster', cell: 'none', environment: 'kind' } as const;
    const handle = await environmentOf('kind').up(newRecord({ ...about, settings }), tempDir());
    const target = { kind: 'container', engine: 'docker', name: `${handle.instance}-control-plane` } as const;
    const env = cleaned({ ...process.env, DOCKER_HOST: socketOf(handle.instance) });
    const way = openWay(target, { env, labPrefix: () => [], interactive: false });
    const exec = execOver(way);
    const on = (script: string, timeoutMs = 30_000) => exec({ script, variables: { VALUE: "it's $(odd)" }, timeoutMs }, () => {}, never);

    expect(await on('hostname; echo "$VALUE"; sudo -n id -u; exit 255')).toMatchObject({
      kind: 'exited',
      code: 255,
      stdout: `${target.name}\nit's $(odd)\n0\n`,
    });
    expect((await on('KUBECONFIG=/etc/kubernetes/admin.conf kubectl get nodes -o name')).stdout).toBe(`node/${target.name}\n`);
    expect(await way.identity(askWith(exec, never))).toMatchObject({
      kind: 'known',
      of: 'container-id',
      id: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
    });

    expect(await on("trap '' TERM; exec -a kubemend-forever sleep 1000", 1000)).toMatchObject({ kind: 'timed-out', running: false });
    const left = await on(
      'for file in /proc/[0-9]*/cmdline; do tr "\\0" " " <"$file" 2>/dev/null; echo; done | grep -c "^kubemend-forever" || true',
    );
    expect(left.stdout).toBe('0\n');

    const lock = await takeLock(exec, { target, owner: ownerHere({ run: 'run-1', since: new Date() }) });
    expect([lock.kind, (await on('ls /run/lock/kubemend.lock /tmp/kubemend.lock 2>/dev/null || true')).stdout]).toEqual([
      'held',
      expect.stringContaining('kubemend.lock'),
    ]);

    const gone = openWay({ ...target, name: 'no-such-node' }, { env, labPrefix: () => [], interactive: false });
    expect(await gone.ready(never)).toBe('there is no container no-such-node (`docker ps -a` tells which there are)');
  });
});
