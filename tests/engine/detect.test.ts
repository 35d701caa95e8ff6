import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { ComponentName } from '../../src/domain/components/index.ts';
import { detect, detecting } from '../../src/engine/detect.ts';
import { targetExec } from '../../src/targets/target-exec.ts';
import { barePath } from '../helpers/bare-path.ts';
import { portsFor } from '../helpers/run.ts';
import { program, tempDir } from '../helpers/temp-dir.ts';

/** A tiny program that answers exactly these words and fails at any others. */
const answers = (args: string, output: string): string =>
  `[ "$*" = ${JSON.stringify(args)} ] || { echo "unexpected: $*" >&2; exit 64; }\ncat <<'END'\n${output}\nEND`;

/** What each of them really prints: tests/domain/components tells whose output it is. */
const REAL: Record<string, string> = {
  k3s: answers('--version', 'k3s version v1.32.2+k3s1 (381620ef)\ngo version go1.23.6'),
  rke2: answers('--version', 'rke2 version v1.34.3+rke2r3 (7598946e0086a9131564ccbb3c142b3fa54516ad)\ngo version go1.24.11 X:boringcrypto'),
  kind: answers('version', 'kind v0.27.0 go1.24.4 linux/amd64'),
  k3d: answers('version', 'k3d version v5.8.3\nk3s version v1.31.5-k3s1 (default)'),
  minikube: `${answers('version', 'minikube version: v1.35.0\ncommit: dd5d320e41b5451cdf3c01891bc4e13d189586ed-dirty')}\nmkdir -p "\${MINIKUBE_HOME:-$HOME/.minikube}/certs"`,
  kubeadm: answers('version -o short', 'v1.32.2'),
  kubelet: answers('--version', 'Kubernetes v1.32.2'),
  docker: `case $* in
  "version --format {{.Server.Version}}") echo 26.1.5+dfsg1 ;;
  "ps -a --format "*) echo 'kindest/node:v1.32.2 kind-control-plane kind=kind app=' ;;
  *) echo "unexpected: $*" >&2; exit 64 ;;
esac`,
  dockerd: answers('--version', 'Docker version 26.1.5+dfsg1, build 411e817'),
  containerd: answers('--version', 'containerd github.com/containerd/containerd 1.7.24~ds1 1.7.24~ds1-6+deb13u1'),
  crio: answers('--version', 'crio version 1.28.0\nGitCommit:     c12bb210e9888cf6160134c7e636ee952c45c05a'),
  podman: answers('--version', 'podman version 4.9.3'),
  iptables: answers('--version', 'iptables v1.8.11 (nf_tables)'),
  snap: `[ "$*" = 'list microk8s' ] || exit 64
printf '%s\\n' 'Name      Version  Rev   Tracking     Publisher   Notes' 'microk8s  v1.32.2  7731  1.32/stable  canonical✓  classic'`,
  dpkg: answers('--print-architecture', 'amd64'),
};

const GONE = 'exit 127';

/** A machine with these programs; those that it has anyway, in the folders that every step finds, are taken away. */
const machine = (programs: Record<string, string>) => {
  const bin = barePath();
  const home = tempDir();
  for (const [name, script] of Object.entries({ docker: GONE, dockerd: GONE, iptables: GONE, ...programs })) program(bin, name, script);
  return { home, ports: portsFor({ exec: targetExec([], { PATH: bin, HOME: home, TMPDIR: tempDir() }) }) };
};

const on = (programs: Record<string, string>, ...names: ComponentName[]) => detect(names, machine(programs).ports);

describe('detection', () => {
  it('finds several distributions and engines at once, each with how it was learnt', async () => {
    const names = [
      'microk8s',
      'k3s',
      'rke2',
      'kind',
      'k3d',
      'minikube',
      'kubeadm',
      'docker',
      'containerd',
      'crio',
      'podman',
      'iptables',
    ] as const;
    const { components } = await on(REAL, ...names);
    const table = names.map((name) => {
      const one = components[name];
      return `${name}: ${one?.kind === 'known' ? `${one.version} · ${one.how}` : JSON.stringify(one)}`;
    });
    expect(table).toMatchInlineSnapshot(`
      [
        "microk8s: v1.32.2 · snap list microk8s",
        "k3s: v1.32.2+k3s1 · k3s --version",
        "rke2: v1.34.3+rke2r3 · rke2 --version",
        "kind: v0.27.0 · kind version",
        "k3d: v5.8.3 · k3d version",
        "minikube: v1.35.0 · minikube version",
        "kubeadm: v1.32.2 · kubeadm version -o short",
        "docker: 26.1.5+dfsg1 · docker version --format '{{.Server.Version}}'",
        "containerd: 1.7.24~ds1 · containerd --version",
        "crio: 1.28.0 · crio --version",
        "podman: 4.9.3 · podman --version",
        "iptables: v1.8.11 · iptables --version",
      ]
    `);
  });

  it('leaves no first-run folders of minikube in a home', async () => {
    const { home, ports } = machine({ minikube: REAL.minikube ?? '' });
    const { components } = await detect(['minikube'], ports);
    expect(components.minikube).toMatchObject({ kind: 'known', version: 'v1.35.0' });
    expect(existsSync(join(home, '.minikube'))).toBe(false);
  });

  it.each<[string, string, object]>([
    ['prints nonsense', 'echo Segmentation fault', { why: 'not-understood', reason: 'the output holds no version' }],
    ['fails', 'echo "cannot open shared object file" >&2; exit 1', { why: 'failed', reason: 'cannot open shared object file' }],
    ['may not be asked', 'echo "open /etc/rancher: permission denied" >&2; exit 1', { why: 'no-permission' }],
    ['dies', 'kill -KILL $$', { why: 'failed' }],
  ])('a tool that %s leaves its version unknown, with the reason', async (_title, script, expected) => {
    const { components } = await on({ k3s: script }, 'k3s');
    expect(components.k3s).toMatchObject({ kind: 'unknown', how: 'k3s --version', ...expected });
  });

  it('an engine that refuses is unknown, with its own words', async () => {
    const refused = 'Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?';
    const { components } = await on({ docker: `echo "${refused}" >&2; exit 1` }, 'docker');
    expect(components.docker).toMatchObject({ kind: 'unknown', why: 'refused', reason: refused });
  });

  it('an engine that may not be asked is likely the program on disk', async () => {
    const { components } = await on({ docker: 'echo "permission denied" >&2; exit 1', dockerd: REAL.dockerd ?? '' }, 'docker');
    expect(components.docker).toEqual({ kind: 'known', version: '26.1.5+dfsg1', likely: 'program-on-disk', how: 'dockerd --version' });
  });

  it('an engine that sleeps behind its socket is not woken', async () => {
    const systemctl = '[ "$*" = "is-active docker.socket docker.service" ] || exit 64\nprintf "active\\ninactive\\n"; exit 3';
    const { components } = await on({ systemctl, docker: 'echo woken >&2; exit 64' }, 'docker', 'kind');
    expect(components.docker).toMatchObject({ kind: 'unknown', why: 'asleep' });
    expect(components.kind).toMatchObject({ kind: 'unknown', why: 'missing' });
  });

  it('podman that calls itself docker is no Docker', async () => {
    const { components } = await on({ docker: '# exec podman\necho 4.9.3', podman: REAL.podman ?? '' }, 'docker', 'podman');
    expect(components).toMatchObject({ docker: { kind: 'absent' }, podman: { kind: 'known', version: '4.9.3' } });
  });

  it('Kubernetes is that of the node, of its distribution, or of kind; of several at once none', async () => {
    const { kubelet = '', k3s = '', docker = '' } = REAL;
    expect((await on({ kubelet }, 'kubernetes')).components.kubernetes).toMatchObject({ version: 'v1.32.2', how: 'kubelet --version' });
    expect((await on({ k3s }, 'kubernetes')).components.kubernetes).toMatchObject({ version: 'v1.32.2+k3s1', how: 'k3s --version' });
    expect((await on({ docker }, 'kubernetes')).components.kubernetes).toMatchObject({ version: 'v1.32.2', likely: 'image-tag' });
    expect((await on({ kubelet, k3s }, 'kubernetes')).components.kubernetes).toMatchObject({
      kind: 'unknown',
      why: 'several',
      reason: 'v1.32.2 (kubelet), v1.32.2+k3s1 (k3s)',
    });
  });

  it('reads of the profiles of minikube nothing but their version', async () => {
    const { home, ports } = machine({});
    const profile = join(home, '.minikube', 'profiles', 'minikube');
    mkdirSync(profile, { recursive: true });
    writeFileSync(join(profile, 'config.json'), '{\n"Name": "minikube",\n"KubernetesConfig": {\n"KubernetesVersion": "v1.32.0"\n}\n}\n');
    expect((await detect(['kubernetes'], ports)).components.kubernetes).toMatchObject({ version: 'v1.32.0', likely: 'profile' });
  });

  it('knows one component as soon as its own tools have answered, whatever another does', async () => {
    const { ports } = machine({ kind: 'echo "kind v0.27.0 go1.24.4 linux/amd64"', k3s: 'sleep 60' });
    const look = detecting(['kind', 'k3s'], ports);
    expect((await look(['kind'])).components.kind).toMatchObject({ kind: 'known', version: 'v0.27.0' });
  });

  it('does not ask for what is assumed', async () => {
    const { ports } = machine({ k3s: 'echo asked >&2; exit 64' });
    const assumed = { k3s: { kind: 'known', version: 'v1.31.6+k3s1', how: '--assume', assumed: true } } as const;
    expect((await detect(['k3s'], ports, assumed)).components).toEqual(assumed);
  });
});
