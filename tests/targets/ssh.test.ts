import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import type { ExecResult } from '../../src/domain/exec.ts';
import { openWay, parseTarget } from '../../src/targets/index.ts';
import { askWith } from '../../src/targets/identity.ts';
import { endSteps, findSteps } from '../../src/targets/sweep.ts';
import { cleaned, execOver } from '../../src/targets/target-exec.ts';
import type { Way } from '../../src/targets/way.ts';
import { startSshNode } from '../helpers/sshd.ts';
import type { SshNode } from '../helpers/sshd.ts';
import { program, tempDir } from '../helpers/temp-dir.ts';

const isRoot = process.getuid?.() === 0;
const never = new AbortController().signal;
let node: SshNode;

beforeAll(async () => {
  if (isRoot) node = await startSshNode();
});
afterAll(() => node?.down());

const ways: Way[] = [];
afterEach(async () => {
  for (const way of ways.splice(0)) await way.close();
});

const wayTo = (target: string, env: Record<string, string> = node.env): Way => {
  const parsed = parseTarget(target);
  if (!parsed) throw new Error(`${target} is no target`);
  const way = openWay(parsed, { env: cleaned(env), labPrefix: () => [], interactive: false });
  ways.push(way);
  return way;
};

type More = { timeoutMs?: number; variables?: Record<string, string>; signal?: AbortSignal };
const execOn = (way: Way, run?: string) => {
  const exec = execOver(way, run);
  return (script: string, { timeoutMs = 15_000, variables = {}, signal = never }: More = {}): Promise<ExecResult> =>
    exec({ script, variables, timeoutMs }, () => {}, signal);
};

const until = async (holds: () => boolean): Promise<void> => {
  for (let i = 0; i < 500 && !holds(); i += 1) await setTimeout(20);
  expect(holds()).toBe(true);
};

describe.runIf(isRoot)('a step over ssh', () => {
  it('runs there as it would here: its exit code, both streams, values byte for byte', async () => {
    const exec = execOn(wayTo(node.target()));
    expect(await exec('echo out; echo err >&2; exit 3')).toMatchObject({ kind: 'exited', code: 3, stdout: 'out\n', stderr: 'err\n' });
    for (const VALUE of ['', '-n', `'`, '$(id) `id` ${HOME}', 'one\ntwo\n', '镜像', '\u001E', 'x'.repeat(100 * 1024)]) {
      const { stdout } = await exec('printf %s "$VALUE" | base64 -w0', { variables: { VALUE } });
      expect(Buffer.from(stdout, 'base64').toString()).toBe(VALUE);
    }
  });

  it('that exits 255 has failed; ssh itself would say the same of a connection that broke', async () => {
    expect(await execOn(wayTo(node.target()))('exit 255')).toMatchObject({ kind: 'exited', code: 255 });
  });

  it('goes over one connection with all others, also side by side, and with none left when it is closed', async () => {
    const before = node.connections();
    const way = wayTo(node.target());
    const exec = execOn(way);
    const all = await Promise.all(Array.from({ length: 12 }, (_, i) => exec(`sleep 0.2; echo ${i}`)));
    expect(all.map(({ stdout }) => stdout.trim())).toEqual(Array.from({ length: 12 }, (_, i) => String(i)));
    expect(node.connections() - before).toBe(1);
    await way.close();
    await until(() => node.inside().length === 2);
  });

  it('is not disturbed by what a login prints, nor by a shell that speaks another language', async () => {
    program(node.dir, 'chatty', `echo 'Welcome!'; echo careful >&2; exec bash "$@"`);
    const other = await startSshNode(`ForceCommand ${node.dir}/chatty -c "$SSH_ORIGINAL_COMMAND"\n`);
    onTestFinished(() => other.down());
    expect(await execOn(wayTo(other.target(), other.env))('echo mine')).toMatchObject({ stdout: 'mine\n', stderr: '', code: 0 });
  });

  it('does not hold up the run when a child that outlives it keeps its output open', async () => {
    const result = await execOn(wayTo(node.target()))(`setsid sleep 4 & echo done`);
    expect(result).toMatchObject({ kind: 'exited', code: 0, stdout: 'done\n' });
    expect(result.ms).toBeLessThan(3000);
  });

  it('reaches an address of IPv6', async () => {
    const target = node.target().replace('127.0.0.1', '[::1]');
    expect(await execOn(wayTo(target))('echo six')).toMatchObject({ stdout: 'six\n' });
  });
});

describe.runIf(isRoot)('a step over ssh that must end', () => {
  const started = (name: string) => until(() => existsSync(join(node.dir, name)));
  const lives = (name: string): boolean => {
    const pid = readFileSync(join(node.dir, name), 'utf8').trim();
    return node.inside().some((one) => readFileSync(`/proc/${one}/status`, 'utf8').includes(`NSpid:\t${one}\t${pid}\n`));
  };

  it('is ended there on time-out, with all it started, and may tidy up first', async () => {
    const script = `trap 'echo tidied; exit 1' TERM; sleep 61 & echo $! >${node.dir}/pid1; wait`;
    const result = await execOn(wayTo(node.target()))(script, { timeoutMs: 700 });
    expect(result).toMatchObject({ kind: 'timed-out', running: false, stdout: 'tidied\n' });
    expect(lives('pid1')).toBe(false);
  });

  it('is ended there by an interrupt although it does not listen', async () => {
    const controller = new AbortController();
    const running = execOn(wayTo(node.target()))(`trap '' TERM INT HUP; echo $$ >${node.dir}/pid2; while :; do sleep 1; done`, {
      signal: controller.signal,
    });
    await started('pid2');
    controller.abort('SIGINT');
    expect(await running).toMatchObject({ kind: 'interrupted', running: false });
    expect(lives('pid2')).toBe(false);
  });

  it('is ended there although sudo made it another user’s', async () => {
    const script = `sudo -n bash -c 'echo $$ >${node.dir}/pid3; sleep 61; true'`;
    expect(await execOn(wayTo(node.target('ada')))(script, { timeoutMs: 1500 })).toMatchObject({ kind: 'timed-out', running: false });
    expect(lives('pid3')).toBe(false);
  });

  it('does not begin later because the login there was slow', async () => {
    const way = wayTo(node.target());
    await execOn(way)('true');
    writeFileSync(join(node.dir, '.bashrc'), `mkdir ${node.dir}/slow 2>/dev/null && sleep 2\n`);
    onTestFinished(() => writeFileSync(join(node.dir, '.bashrc'), ''));
    const result = await execOn(way)(`touch ${node.dir}/late`, { timeoutMs: 500 });
    expect(result).toMatchObject({ kind: 'timed-out', running: false });
    await setTimeout(2500);
    expect(existsSync(join(node.dir, 'late'))).toBe(false);
  });

  it('leaves alone what a step before it left behind as a daemon', async () => {
    const way = wayTo(node.target());
    const exec = execOn(way, 'run-a');
    await exec(`(setsid bash -c 'echo $$ >${node.dir}/pid4; exec sleep 8' >/dev/null 2>&1 &); sleep 0.3`);
    expect(await exec('sleep 60', { timeoutMs: 500 })).toMatchObject({ kind: 'timed-out', running: false });
    expect(await endSteps(way, 'run-a.')).toEqual({ kind: 'gone' });
    expect(lives('pid4')).toBe(true);
  });
});

describe.runIf(isRoot)('a connection that breaks in the middle of a step', () => {
  it('leaves it in doubt, not failed; what ran there is ended over a new one', async () => {
    const way = wayTo(node.target());
    const exec = execOn(way);
    const before = node.connections();
    const running = exec(`echo began; echo $$ >${node.dir}/pid5; sleep 60`);
    await until(() => existsSync(join(node.dir, 'pid5')));
    node.cut();
    expect(await running).toMatchObject({ kind: 'lost', running: false, stdout: 'began\n' });
    expect(await exec('echo again')).toMatchObject({ stdout: 'again\n' });
    expect(node.connections() - before).toBe(2);
  });

  it('to a target that is then out of reach: it may still be at work, and that is said', async () => {
    const other = await startSshNode();
    onTestFinished(() => other.down());
    const running = execOn(wayTo(other.target(), other.env))(`touch ${other.dir}/began; sleep 60`);
    await until(() => existsSync(join(other.dir, 'began')));
    other.refuse();
    other.cut();
    expect(await running).toMatchObject({ kind: 'lost', running: true });
  });

  it('because the runner was killed: its steps are found by its run and ended, and the connection goes by itself', async () => {
    const way = wayTo(node.target());
    const orphan = execOn(wayTo(node.target()), 'run-b')(`echo $$ >${node.dir}/pid6; sleep 60`);
    await until(() => existsSync(join(node.dir, 'pid6')));
    expect(await findSteps(way, 'run-c.')).toEqual({ kind: 'gone' });
    expect(await findSteps(way, 'run-b.')).toMatchObject({ kind: 'left' });
    expect(await endSteps(way, 'run-b.')).toEqual({ kind: 'gone' });
    expect(await orphan).toMatchObject({ kind: 'exited', code: 143 });
  });
});

describe.runIf(isRoot)('a target that cannot be reached over ssh', () => {
  const reasonFor = async (target: string, env = node.env): Promise<string> => {
    const result = await execOn(wayTo(target, env))('echo never');
    expect(result).toMatchObject({ kind: 'unreachable', stdout: '' });
    return 'reason' in result ? result.reason.replaceAll(String(node.port), '<port>').replaceAll(node.dir, '<dir>') : '';
  };

  it('tells why, and what to do', async () => {
    expect(await reasonFor('ssh://root@no-such-host.invalid')).toMatchInlineSnapshot(
      `"the name no-such-host.invalid is not known: look for a typing error, or for its Host in ~/.ssh/config (ssh: Could not resolve hostname no-such-host.invalid: Name or service not known)"`,
    );
    expect(await reasonFor('ssh://root@127.0.0.1:1')).toMatchInlineSnapshot(
      `"nothing answers on that port: is sshd running there, and is it this port? (ssh: connect to host 127.0.0.1 port 1: Connection refused)"`,
    );
    expect(await reasonFor(node.target('nobody-here'))).toMatchInlineSnapshot(
      `"it accepts none of your keys: \`ssh -p <port> nobody-here@127.0.0.1\` has to work without being asked anything (ssh-add -l tells what the agent has) (nobody-here@127.0.0.1: Permission denied (publickey).)"`,
    );
  });

  it('because its host key is not known, or is another than the one that is', async () => {
    const known = readFileSync(join(node.dir, 'known'), 'utf8');
    onTestFinished(() => writeFileSync(join(node.dir, 'known'), known));
    writeFileSync(join(node.dir, 'known'), '');
    expect(await reasonFor(node.target())).toMatchInlineSnapshot(
      `"its SSH host key is not known yet: connect once by hand (ssh -p <port> root@127.0.0.1) and compare the key that is shown (Host key verification failed.)"`,
    );
    const other = readFileSync(join(node.dir, 'key.pub'), 'utf8');
    writeFileSync(join(node.dir, 'known'), `[127.0.0.1]:${node.port} ${other}`);
    expect(await reasonFor(node.target())).toMatchInlineSnapshot(
      `"its SSH host key is not the one that is known: somebody may be in between, or it was set up anew; only if you know that it was: ssh-keygen -R '[127.0.0.1]:<port>' (Host key verification failed.)"`,
    );
  });

  it('because there is no bash, or no shell at all', async () => {
    expect(await reasonFor(node.target('nobody'))).toMatchInlineSnapshot(
      `"it lets you in, but runs nothing: This account is currently not available."`,
    );
    const bare = await startSshNode('ForceCommand /bin/sh -c "exec no-such-bash"\n');
    onTestFinished(() => bare.down());
    expect(await reasonFor(bare.target(), bare.env)).toMatchInlineSnapshot(
      `"there is no bash on it, which every step needs: install bash there"`,
    );
  });

  it('because there is no ssh here', async () => {
    expect(await reasonFor(node.target(), { PATH: tempDir() })).toMatchInlineSnapshot(`"ssh cannot be started: spawn ssh ENOENT"`);
  });

  it('leaves nothing behind here', () => {
    expect(readdirSync('/tmp').filter((name) => name.startsWith(`kubemend-ssh-${process.pid}-`))).toEqual([]);
  });
});

describe.runIf(isRoot)('who a machine behind ssh is', () => {
  it('is told by its host key, however it is written', async () => {
    const id = async (target: string) => {
      const way = wayTo(target);
      return way.identity(askWith(execOver(way), never));
    };
    const key = await id(node.target());
    expect(key).toMatchObject({ kind: 'known', of: 'ssh-host-key', id: expect.stringMatching(/^ssh-ed25519 SHA256:/) as string });
    expect(await id(node.target('ada').replace('127.0.0.1', '[::1]'))).toEqual(key);
    expect(await id('ssh://root@127.0.0.1:1')).toMatchObject({ kind: 'unknown' });
  });
});
