/**
 * A node to reach by ssh: a real sshd on loopback with keys, port, known hosts, users and machine-id of its own, in namespaces of its own, so that nothing
 * of this machine is changed and all of it ends together, at the latest with the test. Only root can make one.
 */
import { execFileSync, spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { program } from './temp-dir.ts';

export type SshNode = {
  dir: string;
  port: number;
  /** What a runner that knows this node has in its environment: an `ssh` first on PATH whose configuration is that of the test. */
  env: Record<string, string>;
  target: (user?: string) => string;
  /** How many connections were made so far. */
  connections: () => number;
  /** Cuts every connection, as a cable that breaks would; sshd goes on. */
  cut: () => void;
  /** Nobody listens any more; what is connected stays. */
  refuse: () => void;
  /** What runs in the node: its pids here. */
  inside: () => number[];
  down: () => Promise<void>;
};

/** ada may sudo at once, bob only with his password. */
export const BOBS_PASSWORD = `it's "bob's" $x`;

const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });

const BOOT = `
set -eu
dir=$1 password=$2
mount --make-rprivate /
mount -t tmpfs -o mode=755 tmpfs /run
mkdir -p /run/sshd /run/lock && chmod 1777 /run/lock
mkdir "$dir/upper" "$dir/work"
mount -t overlay overlay -o "lowerdir=/etc,upperdir=$dir/upper,workdir=$dir/work" /etc
for name in ada bob; do
  useradd --no-create-home --home-dir "$dir" --shell /bin/bash "$name"
done
sed -i "s|^root:.*|root:x:0:0:root:$dir:/bin/bash|" /etc/passwd
usermod -p "$(openssl passwd -6 -stdin <<<"$password")" bob
usermod -p '*' ada
printf 'Defaults secure_path="/usr/sbin:/usr/bin:/sbin:/bin"\\nroot ALL=(ALL:ALL) ALL\\nada ALL=(ALL) NOPASSWD: ALL\\nbob ALL=(ALL) ALL\\n' >/etc/sudoers
head -c16 /dev/urandom | od -An -tx1 | tr -d ' \\n' >/etc/machine-id
/usr/sbin/sshd -D -e -f "$dir/sshd_config" &
read -r _ || exit 0
`;

const sshdConfig = (dir: string, port: number): string => `
ListenAddress 127.0.0.1:${port}
ListenAddress [::1]:${port}
HostKey ${dir}/host
AuthorizedKeysFile ${dir}/authorized
PasswordAuthentication no
KbdInteractiveAuthentication no
PermitRootLogin prohibit-password
StrictModes no
UsePAM no
PidFile none
LogLevel VERBOSE
MaxStartups 100
`;

const clientConfig = (dir: string): string => `
IdentityFile ${dir}/key
IdentitiesOnly yes
IdentityAgent none
UserKnownHostsFile ${dir}/known
GlobalKnownHostsFile /dev/null
UpdateHostKeys no
`;

const keygen = (file: string): void => void execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', file]);

const parents = (): Map<number, number> =>
  new Map(
    readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .flatMap((name): [number, number][] => {
        try {
          return [[Number(name), Number(readFileSync(`/proc/${name}/stat`, 'utf8').split(') ').at(-1)?.split(' ')[1])]];
        } catch {
          return [];
        }
      }),
  );

const descendants = (root: number): number[] => {
  const all = [...parents()];
  const below = (pid: number): number[] => all.filter(([, parent]) => parent === pid).flatMap(([child]) => [child, ...below(child)]);
  return below(root);
};

const titleOf = (pid: number): string => {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
  } catch {
    return '';
  }
};

const listening = async (log: string, child: ChildProcess): Promise<void> => {
  for (let i = 0; i < 500; i += 1) {
    if (child.exitCode !== null) throw new Error(`sshd did not start: ${readFileSync(log, 'utf8')}`);
    if (readFileSync(log, 'utf8').includes('Server listening on')) return;
    await setTimeout(20);
  }
  throw new Error('sshd does not listen');
};

/** Whoever starts it takes it down. `more` is added to its configuration. */
export const startSshNode = async (more = ''): Promise<SshNode> => {
  const dir = mkdtempSync(join(tmpdir(), 'kubemend-sshd-'));
  const port = await freePort();
  execFileSync('chmod', ['755', dir]);
  for (const name of ['host', 'key']) keygen(join(dir, name));
  writeFileSync(join(dir, 'authorized'), readFileSync(join(dir, 'key.pub')));
  writeFileSync(join(dir, 'sshd_config'), sshdConfig(dir, port) + more);
  writeFileSync(join(dir, 'config'), clientConfig(dir));
  const hostKey = readFileSync(join(dir, 'host.pub'), 'utf8');
  writeFileSync(join(dir, 'known'), `[127.0.0.1]:${port} ${hostKey}[::1]:${port} ${hostKey}`);
  mkdirSync(join(dir, 'bin'));
  program(join(dir, 'bin'), 'ssh', `exec /usr/bin/ssh -F ${dir}/config "$@"`);
  const log = join(dir, 'log');
  const argv = ['--mount', '--pid', '--fork', '--mount-proc', '--kill-child', '--', 'bash', '-c', BOOT, 'boot', dir, BOBS_PASSWORD];
  const child = spawn('bash', ['-c', 'exec 2>"$0"; exec unshare "$@"', log, ...argv], { stdio: ['pipe', 'ignore', 'ignore'] });
  writeFileSync(log, '', { flag: 'a' });
  await listening(log, child);
  const inside = () => descendants(child.pid ?? 0);
  const sshds = (pattern: RegExp) => inside().filter((pid) => pattern.test(titleOf(pid)));
  const kill = (pids: number[]): void => {
    for (const pid of pids) process.kill(pid, 'SIGKILL');
  };
  return {
    dir,
    port,
    env: { PATH: `${dir}/bin:${process.env.PATH}`, HOME: dir, TMPDIR: tmpdir(), LC_ALL: 'C' },
    target: (user = 'root') => `ssh://${user}@127.0.0.1:${port}`,
    connections: () => readFileSync(log, 'utf8').split('Accepted publickey').length - 1,
    cut: () => kill(sshds(/^sshd: (root|ada|bob)/)),
    refuse: () => kill(sshds(/^sshd: .*\[listener\]/)),
    inside,
    down: async () => {
      child.kill('SIGKILL');
      await new Promise((resolve) => (child.exitCode === null && child.signalCode === null ? child.once('exit', resolve) : resolve(null)));
      for (let i = 0; i < 5; i += 1) {
        try {
          rmSync(dir, { recursive: true, force: true });
          return;
        } catch {
          await setTimeout(50);
        }
      }
    },
  };
};
