import { beforeAll, afterAll, expect, test } from 'vitest';
import type { LabHandle } from '../../src/labs/environment.ts';
import { labDown, labInject, labUp } from '../../src/labs/stand.ts';
import { cellOf } from '../../src/labs/definition.ts';
import { describeLab, lab, on, source, standing } from './helpers.ts';

const jumps = `iptables-legacy -t nat -S CNI-HOSTPORT-DNAT | grep -c -- '-j CNI-DN-' || true`;
const lines = (text: string): string[] => text.trim().split('\n').filter(Boolean);

describeLab('the stand-ins that only read', () => {
  let node: LabHandle;
  beforeAll(async () => void (node = await labUp(source, 'healthy-mixed')));
  afterAll(() => labDown(node.instance));

  test.each([
    ['snap list microk8s', /^Name +Version +Rev +Tracking +Publisher +Notes\nmicrok8s +v1\.32\.2 +7731 +1\.32\/stable .*stand-in\n$/],
    ['microk8s version', /^MicroK8s v1\.32\.2 revision 7731 \(stand-in\)\n$/],
    ['microk8s status', /^microk8s is running\n/],
    ['microk8s status --wait-ready --timeout 180', /^microk8s is running\n/],
    ['microk8s ctr version', /stand-in/],
    ['microk8s ctr containers ls', /^CONTAINER +IMAGE +RUNTIME\n[0-9a-f]{64} +\S+ +io\.containerd\.runc\.v2\n/],
    ['microk8s ctr tasks ls', /^TASK +PID +STATUS *\n[0-9a-f]{64} +\d+ +RUNNING\n/],
    ['microk8s kubectl get --raw=/readyz', /^ok$/],
    ['microk8s kubectl get nodes', /^NAME +STATUS +ROLES +AGE +VERSION\nmd-[0-9a-f]+ +Ready /],
    ['microk8s kubectl get pods -A -o wide', /^NAMESPACE +NAME +READY +STATUS +RESTARTS +AGE +IP +NODE\n/],
    ['microk8s kubectl get pods -n ingress -o name', /^pod\/nginx-ingress-microk8s-controller-\w{5}\n$/],
  ])('%s', async (command, form) => {
    const said = await on(node, command);
    expect(said).toMatchObject({ code: 0, stderr: '' });
    expect(said.stdout).toMatch(form);
  });

  test.each([
    'snap refresh microk8s',
    'microk8s enable dns',
    'microk8s stop --force',
    'microk8s ctr images ls',
    'microk8s ctr containers ls --quiet',
    'microk8s kubectl get pods -w',
    'microk8s kubectl get services',
    'microk8s kubectl delete pod x',
    `microk8s kubectl get pods -o jsonpath='{..podIP}'`,
    `microk8s kubectl get pods -o go-template='{{.}}'`,
  ])('%s is refused: a stand-in never guesses', async (command) => {
    const said = await on(node, command);
    expect(said).toMatchObject({ code: 64, stdout: '' });
    expect(said.stderr).toContain('stand-in');
  });

  test('a snap that is not there is not found, as snapd says it', async () => {
    expect(await on(node, 'snap list lxd')).toMatchObject({ code: 1, stderr: 'error: no matching snaps installed\n' });
  });

  test('ctr lists the sandbox of every pod and the container of every pod that runs', async () => {
    const pods = lines((await on(node, 'microk8s kubectl get pods -A -o name')).stdout);
    const containers = lines((await on(node, 'microk8s ctr containers ls -q')).stdout);
    const tasks = lines((await on(node, 'microk8s ctr tasks ls -q')).stdout);
    expect(containers).toHaveLength(2 * pods.length);
    expect(containers.filter((id) => !tasks.includes(id))).toHaveLength(1);
  });

  test('a pod on the network of the node has its address and no rule, one that crashes is not ready but has its rule', async () => {
    const { stdout } = await on(
      node,
      `microk8s kubectl get pods -A -o jsonpath='{range .items[*]}{.metadata.namespace} {.spec.containers[0].name} {.status.podIP} {.status.conditions[?(@.type=="Ready")].status}{"\\n"}{end}'`,
    );
    expect(stdout).toMatch(/^default exporter 10\.77\.0\.1 True$/m);
    expect(stdout).toMatch(/^default broken 10\.1\.42\.\d+ False$/m);
    const rules = (await on(node, 'iptables-legacy -t nat -S')).stdout;
    expect(rules).not.toMatch(/dports? 9500\b/);
    expect(rules).toMatch(/dports? 7000\b/);
    expect(rules).toMatch(/-p udp .*dports? 5140\b/);
  });
});

describeLab('the stand-ins that change', () => {
  test('stop removes tasks and records and leaves the rules, as #4755 did; start makes new sandboxes with new addresses', async () => {
    const node = await standing('timeout');
    const before = await on(node, 'microk8s ctr containers ls -q');
    const addresses = await on(node, `microk8s kubectl get pods -A -o jsonpath='{.items[*].status.podIP}'`);
    expect((await on(node, 'microk8s stop')).code).toBe(0);
    expect((await on(node, 'find /var/snap/microk8s/common/stand-in/{containers,tasks} -type f; ip netns list')).stdout).toBe('');
    expect((await on(node, 'test -e /var/snap/microk8s/current/var/lock/stopped.lock')).code).toBe(0);
    expect((await on(node, jumps)).stdout).toBe('2\n');
    for (const command of ['kubectl get pods', 'status'])
      expect(await on(node, `microk8s ${command}`)).toMatchObject({ code: 1, stderr: 'microk8s is not running, try microk8s start\n' });
    expect((await on(node, 'microk8s ctr tasks ls')).code).toBe(1);

    expect((await on(node, 'microk8s start')).code).toBe(0);
    expect((await on(node, jumps)).stdout).toBe('4\n');
    const after = lines((await on(node, 'microk8s ctr containers ls -q')).stdout);
    expect(after.filter((id) => before.stdout.includes(id))).toEqual([]);
    expect((await on(node, `microk8s kubectl get pods -A -o jsonpath='{.items[*].status.podIP}'`)).stdout).not.toBe(addresses.stdout);
    expect((await on(node, `microk8s kubectl get pods -A -o jsonpath='{.items[*].status.containerStatuses[0].restartCount}'`)).stdout).toBe(
      '1 1',
    );
  });

  test.each([
    ['timeout', /after 3\d{3} ms|timed out/],
    ['refused', /after \d{1,3} ms/],
  ])('in the cell %s a hostPort fails the way the reports say', async (name, form) => {
    const node = await standing(name);
    expect(await on(node, 'curl -sS -m 5 http://10.77.0.1:9071/', 'client')).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^app-/),
    });
    expect(await labInject({ source, handle: node, lab, cell: cellOf(lab, name) })).toMatchObject({ ok: true });
    expect((await on(node, 'curl -sS -m 5 http://10.77.0.1:9071/', 'client')).stderr).toMatch(form);
  });

  test('on a worker of a cluster stop and start only print a hint', async () => {
    const node = await standing('healthy-two');
    await on(node, 'touch /var/snap/microk8s/current/var/lock/clustered.lock');
    const before = await node.snapshot();
    expect(await on(node, 'microk8s stop')).toMatchObject({ code: 0, stdout: expect.stringContaining("Use 'snap stop microk8s'") });
    expect(await node.snapshot()).toBe(before);
  });

  test('a deleted workload goes the orderly way: its rules go with it', async () => {
    const node = await standing('healthy-two');
    expect((await on(node, 'microk8s kubectl delete daemonset --all -A')).code).toBe(0);
    expect((await on(node, jumps)).stdout).toBe('0\n');
    expect((await on(node, 'microk8s ctr containers ls -q; ip netns list')).stdout).toBe('');
  });
});
