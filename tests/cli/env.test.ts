import { describe, expect, it } from 'vitest';
import { environmentReportSchema } from '../../src/domain/environment-report.ts';
import { barePath } from '../helpers/bare-path.ts';
import { faultyPlace, runbook } from '../helpers/cli.ts';
import { program, tempDir } from '../helpers/temp-dir.ts';

const REFUSED = 'Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?';
const GONE = 'exit 127';

/** Every tool that a machine may have is one of these, so that the table is the same everywhere; K3s hangs nowhere near. */
const TOOLS: Record<string, string> = {
  kind: 'echo "kind v0.27.0 go1.24.4 linux/amd64"',
  docker: `echo "${REFUSED}" >&2; exit 1`,
  snap: 'printf "%s\\n" "Name Version Rev Tracking Publisher Notes" "microk8s  v1.32.2  7731  1.32/stable  canonical✓  classic"',
  dpkg: 'echo amd64',
  iptables: 'echo "iptables v1.8.11 (nf_tables)"',
  uname: 'echo 6.1.0-31-amd64',
};
const MISSING = ['dockerd', 'k3s', 'rke2', 'k3d', 'minikube', 'kubeadm', 'kubelet', 'containerd', 'crio', 'podman', 'systemctl'];

const environment = () => {
  const bin = barePath();
  for (const name of MISSING) program(bin, name, GONE);
  for (const [name, script] of Object.entries(TOOLS)) program(bin, name, script);
  return { PATH: bin, HOME: tempDir(), TMPDIR: tempDir(), LC_ALL: 'C' };
};

/** What is left out depends on the machine of the test: whether something of an absent tool lies about. */
const found = (text: string): string =>
  text
    .split('\n')
    .filter((line) => !/not there|没有找到/.test(line))
    .join('\n');

describe('runbook env', () => {
  it('tells what is here, and how each was learnt', async () => {
    const { code, stdout } = await runbook(['env', '--assume', 'k3s=v1.31.6+k3s1'], { env: environment() });
    expect(found(stdout)).toMatchInlineSnapshot(`
      "
        distributions
          MicroK8s        v1.32.2 (revision 7731, 1.32/stable, amd64) · snap list
                          microk8s
          K3s             v1.31.6+k3s1 (assumed) · --assume
          kind            v0.27.0 · kind version
          k3d             unknown: not found · k3d version
                          it ended with exit code 127; docker ps -a --filter
                          label=app=k3d: Cannot connect to the Docker daemon at
                          unix:///var/run/docker.sock. Is the docker daemon running?

        container engines
          Docker Engine   unknown: refused · docker version --format
                          '{{.Server.Version}}'
                          Cannot connect to the Docker daemon at
                          unix:///var/run/docker.sock. Is the docker daemon running?

        node
          Kubernetes      unknown: several at once · --assume; snap list microk8s
                          v1.31.6+k3s1 (k3s), v1.32.2 (microk8s)
          iptables        v1.8.11 (nf_tables) · iptables --version
          Linux kernel    6.1.0-31-amd64 · uname -r

      "
    `);
    expect(code).toBe(0);
  });

  it('tells the same in Chinese', async () => {
    const { stdout } = await runbook(['env', '--lang', 'zh-cn', '--assume', 'k3s=v1.31.6+k3s1'], { env: environment() });
    expect(found(stdout)).toMatchInlineSnapshot(`
      "
        发行版
          MicroK8s        v1.32.2（修订号 7731，1.32/stable，amd64） · snap list
                          microk8s
          K3s             v1.31.6+k3s1（假定） · --assume
          kind            v0.27.0 · kind version
          k3d             未知：未找到 · k3d version
                          it ended with exit code 127; docker ps -a --filter
                          label=app=k3d: Cannot connect to the Docker daemon at
                          unix:///var/run/docker.sock. Is the docker daemon running?

        容器引擎
          Docker Engine   未知：连接被拒绝 · docker version --format
                          '{{.Server.Version}}'
                          Cannot connect to the Docker daemon at
                          unix:///var/run/docker.sock. Is the docker daemon running?

        节点
          Kubernetes      未知：同时存在多个版本 · --assume; snap list microk8s
                          v1.31.6+k3s1 (k3s), v1.32.2 (microk8s)
          iptables        v1.8.11（nf_tables） · iptables --version
          Linux kernel    6.1.0-31-amd64 · uname -r

      "
    `);
  });

  it('is a document of its published schema with --json, of every component', async () => {
    const { code, stdout } = await runbook(['env', '--json'], { env: environment() });
    const report = environmentReportSchema.parse(JSON.parse(stdout));
    expect([code, report.target]).toEqual([0, { kind: 'local' }]);
    expect(report.environment.components).toMatchObject({
      microk8s: { kind: 'known', version: 'v1.32.2', revision: 7731, arch: 'amd64', how: 'snap list microk8s' },
      kind: { kind: 'known', version: 'v0.27.0' },
      docker: { kind: 'unknown', why: 'refused', reason: REFUSED },
    });
    expect(Object.keys(report.environment.components)).toHaveLength(14);
  });

  it('says once that nothing can be told of a target that is not there', async () => {
    const env = environment();
    program(env.PATH, 'ssh', 'echo "ssh: connect to host node port 22: Connection refused" >&2; exit 255');
    const { code, stdout } = await runbook(['env', '--target', 'ssh://node'], { env });
    expect([code, stdout.match(/cannot be reached/g)]).toEqual([4, ['cannot be reached']]);
  });

  it('knows no lab that does not stand', async () => {
    const { code, stderr } = await runbook(['env', '--target', 'lab://no-such-lab'], { env: environment() });
    expect([code, stderr]).toEqual([2, expect.stringContaining('there is no lab no-such-lab')]);
  });
});

describe('--assume', () => {
  it.each([
    [['--assume', 'k4s=v1.32.2'], 'Did you mean k3s?'],
    [['--assume', 'postgresql=17'], 'The components are microk8s, k3s,'],
    [['--assume', 'k3s=latest'], 'latest is no version of K3s'],
    [['--assume', 'k3s'], 'the version is missing'],
  ])('%j is refused before anything is asked', async (args, message) => {
    const { code, stderr } = await runbook(['env', ...args], { env: environment() });
    expect([code, stderr]).toEqual([2, expect.stringContaining(message)]);
  });

  it('decides the gate, which says that it was assumed, and is recorded', async () => {
    const place = faultyPlace((one) => ({
      ...one,
      affects: [{ component: 'k3s', range: '>=1.32.2+k3s1 <1.32.3+k3s1', certainty: 'exact', known: [], required: true }],
    }));
    const inside = await runbook(['diagnose', 'test-fault', '--assume', 'k3s=v1.32.2+k3s1'], place);
    expect([inside.code, inside.stdout.replaceAll(/\s+/g, ' ')]).toEqual([
      3,
      expect.stringContaining('affected — K3s 1.32.2+k3s1 (assumed) is in the affected range'),
    ]);

    const outside = await runbook(['diagnose', 'test-fault', '--assume', 'k3s=v1.32.3+k3s1', '--jsonl'], place);
    expect([outside.code, outside.stdout]).toEqual([5, expect.stringContaining('"how":"--assume","assumed":true')]);

    const forced = await runbook(['diagnose', 'test-fault', '--assume', 'k3s=v1.32.3+k3s1', '--force'], place);
    expect([forced.code, forced.stdout]).toEqual([3, expect.stringContaining('Going on anyway (--force)')]);
  });
});
