/**
 * What a person has that is not a lab's: a kubeconfig, docker's settings, commands, an engine behind its usual socket, a bridge. Every system
 * call with a path of the whole tree of processes is logged, so that no way of reading a decoy is missed, however it is mounted.
 */
import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { alone, type Alone } from './alone.ts';
import { tempDir } from './temp-dir.ts';

const COMMANDS = ['docker', 'kind', 'kubectl', 'microk8s', 'minikube', 'k3s', 'nerdctl'];
const FILES = ['.kube/config', '.docker/config.json', '.docker/contexts/meta.json', '.minikube/config/config.json'];

const plant = (home: string, log: string): void => {
  for (const file of FILES) {
    mkdirSync(join(home, file, '..'), { recursive: true });
    writeFileSync(join(home, file), '{"decoy": true}\n');
  }
  mkdirSync(join(home, 'bin'));
  for (const command of COMMANDS) writeFileSync(join(home, 'bin', command), `#!/bin/sh\necho "${command} $*" >>${log}\n`, { mode: 0o755 });
};

const stateOf = (home: string): string =>
  FILES.map((file) => {
    const { mtimeMs, ctimeMs, mode, size } = statSync(join(home, file));
    return `${file} ${mtimeMs} ${ctimeMs} ${mode} ${size} ${readFileSync(join(home, file), 'utf8')}`;
  }).join('\n');

/** An engine that only notes who calls, at its usual place, and docker's usual bridge. */
const setUp = (log: string): string => `
mount -t tmpfs tmpfs /run
${process.execPath} -e 'require("net").createServer((c) => { require("fs").appendFileSync("${log}", "a call to the engine\\n"); c.end(); }).listen("/run/docker.sock")' >/dev/null 2>&1 &
engine=$!
trap 'kill "$engine"' EXIT
until [ -S /run/docker.sock ]; do sleep 0.05; done
ip link add docker0 type bridge
ip address add 172.17.0.1/16 dev docker0
ip link set docker0 up
iptables-legacy -t nat -N DOCKER
bridge() { ip -4 address show; ip route; iptables-legacy-save | grep -v '^#' | sed 's/\\[.*\\]//'; nft list ruleset; }
were=$(bridge)`;

const after = `
[ "$were" = "$(bridge)" ] || { echo "the network of the machine changed"; diff <(echo "$were") <(bridge) || true; }`;

export type Watched = Alone & { touched: string; changed: boolean };

/** `script`: instead of the command line, to see that a touch is seen. */
export const amongDecoys = async (args: readonly string[], env: Record<string, string>, script?: string): Promise<Watched> => {
  const [home, log] = [join(tempDir(), 'decoy-home'), join(tempDir(), 'log')];
  mkdirSync(home);
  writeFileSync(log, '');
  plant(home, log);
  const before = stateOf(home);
  const trace = `strace -f --seccomp-bpf -qq -y -e trace=%file,connect -o '|grep -aE "decoy-home[/>].*\\.(kube|docker|minikube)" >>${log}'`;
  const usual = { HOME: home, KUBECONFIG: join(home, '.kube/config'), DOCKER_HOST: 'unix:///run/docker.sock' };
  const PATH = `${join(home, 'bin')}:${process.env['PATH'] ?? ''}:/usr/sbin:/sbin`;
  const said = await alone({
    setUp: setUp(log),
    before: trace,
    args,
    after,
    env: { ...usual, PATH, ...env },
    ...(script !== undefined && { script }),
  });
  return { ...said, touched: readFileSync(log, 'utf8'), changed: stateOf(home) !== before };
};
