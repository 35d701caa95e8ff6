/** Tiny real programs stand for the engines: what they start is a session of its own that outlives them, as a container's process does. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { beforeEach, describe, expect, it } from 'vitest';
import type { ExecResult } from '../../src/domain/exec.ts';
import { openWay, parseTarget } from '../../src/targets/index.ts';
import { askWith } from '../../src/targets/identity.ts';
import { execOver } from '../../src/targets/target-exec.ts';
import type { Way } from '../../src/targets/way.ts';
import { program, tempDir } from '../helpers/temp-dir.ts';

const ID = 'c0ffee'.repeat(10);
const never = new AbortController().signal;
let dir: string;
let env: Record<string, string>;

beforeEach(() => {
  dir = tempDir();
  env = { PATH: `${dir}:${process.env.PATH}`, HOME: dir, TMPDIR: dir };
});

const wayTo = (text: string): Way => openWay(parseTarget(text) ?? { kind: 'local' }, { env, labPrefix: () => [], interactive: false });
const execOn = (text: string, script: string, timeoutMs = 10_000): Promise<ExecResult> =>
  execOver(wayTo(text), 'run')({ script, variables: { VALUE: "it's $(odd)" }, timeoutMs }, () => {}, never);
const asked = (): string[] =>
  readFileSync(join(dir, 'asked'), 'utf8')
    .trimEnd()
    .replaceAll(/run\.\w+/g, '<token>')
    .split('\n');
const alive = (pid: string): boolean => existsSync(`/proc/${pid}`) && !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));

/** Checks what it gets, and starts it where killing the client does not reach it. */
const engine = (name: string, inspected = `echo "${ID} true"`): void =>
  program(
    dir,
    name,
    `printf '%s\\n' "${name} $*" >>${dir}/asked
case $1 in
  container) ${inspected} ;;
  exec) [ "$2" = -i ] || exit 64; shift 3; setsid --fork --wait "$@" ;;
esac`,
  );

describe.each(['docker', 'podman', 'nerdctl'])('a container of %s', (name) => {
  it('is looked at once, then entered by its id once for many steps, with stdin open and no terminal', async () => {
    engine(name);
    const exec = execOver(wayTo(`${name}://node`), 'run');
    const request = { script: 'echo "$VALUE"; exit 3', variables: { VALUE: "it's $(odd)" }, timeoutMs: 10_000 };
    expect(await exec(request, () => {}, never)).toMatchObject({ kind: 'exited', code: 3, stdout: "it's $(odd)\n" });
    expect(await exec(request, () => {}, never)).toMatchObject({ code: 3 });
    const entered = `${name} exec -i ${ID} bash --noprofile --norc -s <token>`;
    expect(asked()).toEqual([`${name} container inspect --format {{.Id}} {{.State.Running}} node`, entered]);
  });
});

describe('a step in a container', () => {
  it('is ended there on time-out: killing the client would not reach it', async () => {
    engine('docker');
    const result = await execOn('docker://node', `trap '' TERM; echo $$ >${dir}/pid; while :; do sleep 1; done`, 800);
    expect(result).toMatchObject({ kind: 'timed-out', running: false });
    expect(alive(readFileSync(join(dir, 'pid'), 'utf8').trim())).toBe(false);
  });

  it('is in doubt when the client is killed under it', async () => {
    engine('docker');
    const running = execOn('docker://node', `echo $$ >${dir}/pid; kill -KILL $(pgrep -f '^/bin/bash ${dir}/docker exec'); sleep 30`);
    expect(await running).toMatchObject({ kind: 'lost', running: false });
    expect(alive(readFileSync(join(dir, 'pid'), 'utf8').trim())).toBe(false);
  });
});

describe('a container that cannot be entered', () => {
  const reasonFor = async (inspected: string): Promise<string> => {
    engine('docker', inspected);
    const result = await execOn('docker://node', 'echo never');
    expect(result).toMatchObject({ kind: 'unreachable', stdout: '' });
    return 'reason' in result ? result.reason : '';
  };

  it('tells why, and what to do', async () => {
    expect(await reasonFor('echo "Error: No such container: node" >&2; exit 1')).toMatchInlineSnapshot(
      `"there is no container node (\`docker ps -a\` tells which there are)"`,
    );
    expect(await reasonFor(`echo "${ID} false"`)).toMatchInlineSnapshot(`"the container node does not run: docker start node"`);
    expect(
      await reasonFor('echo "Cannot connect to the Docker daemon at unix:///x. Is the docker daemon running?" >&2; exit 1'),
    ).toMatchInlineSnapshot(
      `"the engine does not answer: Cannot connect to the Docker daemon at unix:///x. Is the docker daemon running?"`,
    );
    const denied = 'echo "permission denied while trying to connect to the Docker daemon socket" >&2; exit 1';
    expect(await reasonFor(denied)).toMatchInlineSnapshot(
      `"docker may not be used by this user: permission denied while trying to connect to the Docker daemon socket"`,
    );
  });

  it('because it has no bash, or has stopped since', async () => {
    const fails = (said: string, code: number) =>
      program(dir, 'docker', `[ "$1" = container ] && echo "${ID} true" || { read -r _; echo '${said}' >&2; exit ${code}; }`);
    fails('OCI runtime exec failed: exec: "bash": executable file not found in $PATH', 126);
    expect(await execOn('docker://node', 'echo never')).toMatchObject({
      kind: 'unreachable',
      reason: expect.stringContaining('no bash') as string,
    });
    fails('Error response from daemon: container c0ffee is not running', 1);
    expect(await execOn('docker://node', 'echo never')).toMatchObject({
      kind: 'unreachable',
      reason: expect.stringContaining('not running') as string,
    });
  });

  it('because the engine is not here', async () => {
    env.PATH = dir;
    expect(await execOn('podman://node', 'echo never')).toMatchObject({
      kind: 'unreachable',
      reason: 'podman cannot be started: spawn podman ENOENT',
    });
  });
});

describe('who a container is', () => {
  it('is its id, so another of the same name is another', async () => {
    engine('docker');
    const way = wayTo('docker://node');
    expect(await way.identity(askWith(execOver(way), never))).toEqual({ kind: 'known', of: 'container-id', id: ID });
  });
});

/** minikube hands its words to ssh, which joins them by spaces for the login shell there. */
const minikube = (): void =>
  program(
    dir,
    'minikube',
    `printf '%s\\n' "minikube $*" >>${dir}/asked
[ "$1 $2 $3 $4 $5" = '--profile dev ssh --native-ssh=false --' ] || { echo "usage" >&2; exit 64; }
shift 5
setsid --fork --wait sh -c "$*"`,
  );

describe('the node of a minikube profile', () => {
  it('is reached without the built-in client, which would write the script into the output', async () => {
    minikube();
    expect(await execOn('minikube://dev', 'echo "$VALUE"; exit 255')).toMatchObject({ kind: 'exited', code: 255, stdout: "it's $(odd)\n" });
    expect(asked()).toEqual(['minikube --profile dev ssh --native-ssh=false -- bash --noprofile --norc -s <token>']);
  });

  it('has its steps ended there', async () => {
    minikube();
    expect(await execOn('minikube://dev', `echo $$ >${dir}/pid; sleep 30`, 800)).toMatchObject({ kind: 'timed-out', running: false });
    await setTimeout(50);
    expect(alive(readFileSync(join(dir, 'pid'), 'utf8').trim())).toBe(false);
  });

  it('that is not there, or does not run, is told so', async () => {
    const says = (said: string) => program(dir, 'minikube', `read -r _; echo '${said}' >&2; exit 80`);
    const reason = async () => {
      const result = await execOn('minikube://dev', 'echo never');
      return result.kind === 'unreachable' ? result.reason : result.kind;
    };
    says('* Profile "dev" not found. Run "minikube profile list" to view all profiles.');
    expect(await reason()).toMatchInlineSnapshot(`"there is no minikube profile dev (\`minikube profile list\` tells which there are)"`);
    says('* The control-plane node dev host is not running: state=Stopped');
    expect(await reason()).toMatchInlineSnapshot(`"it does not run: minikube -p dev start"`);
  });
});
