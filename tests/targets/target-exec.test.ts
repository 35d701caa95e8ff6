import { existsSync, mkdirSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import type { ExecResult } from '../../src/domain/exec.ts';
import { execOver, targetExec } from '../../src/targets/target-exec.ts';
import { directWay } from '../../src/targets/way.ts';
import type { Way } from '../../src/targets/way.ts';
import { program, tempDir } from '../helpers/temp-dir.ts';

let dir: string;
let env: Record<string, string>;
const never = new AbortController().signal;

beforeEach(() => {
  dir = tempDir();
  env = { PATH: process.env.PATH ?? '', HOME: dir, TMPDIR: dir };
});

const exec = (
  script: string,
  more: { timeoutMs?: number; variables?: Record<string, string>; signal?: AbortSignal; prefix?: string[] } = {},
): Promise<ExecResult> =>
  targetExec(more.prefix ?? [], env)(
    { script, variables: more.variables ?? {}, timeoutMs: more.timeoutMs ?? 10_000 },
    () => {},
    more.signal ?? never,
  );

const elapsed = async (work: Promise<unknown>): Promise<number> => {
  const began = performance.now();
  await work;
  return performance.now() - began;
};

const runs = (pid: string): boolean => existsSync(`/proc/${pid}`) && !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));

describe('a step', () => {
  it('runs in a strict bash of its own: the first failure ends it, so does an unset name, also in a pipe', async () => {
    expect(await exec('false\necho on')).toMatchObject({ kind: 'exited', code: 1, stdout: '' });
    expect(await exec('echo "$NOT_SET"')).toMatchObject({ kind: 'exited', code: 1 });
    expect(await exec('false | true\necho on')).toMatchObject({ kind: 'exited', code: 1, stdout: '' });
  });

  it('names the line of the step in what bash says', async () => {
    expect(await exec('true\nno-such-tool')).toMatchObject({ code: 127, stderr: './step: line 2: no-such-tool: command not found\n' });
  });

  it('has no stdin, a fixed locale, and a private directory that goes when it ends', async () => {
    const result = await exec('cat; echo "$LC_ALL"; pwd; touch left-over; stat -c %a .');
    expect(result.stdout.replace(/kubemend\.[\w.]+/, 'kubemend.X').replace(dir, '')).toBe('C\n/kubemend.X\n700\n');
    expect(readdirSync(dir)).toEqual([]);
  });

  it('is not reached by rc files, exported functions or options of the shell around it', async () => {
    program(dir, 'rc', 'echo from-rc');
    Object.assign(env, {
      BASH_ENV: join(dir, 'rc'),
      ENV: join(dir, 'rc'),
      SHELLOPTS: 'noexec',
      'BASH_FUNC_echo%%': '() { printf hijacked; }',
    });
    expect(await exec('echo clean')).toMatchObject({ code: 0, stdout: 'clean\n' });
  });

  it('gets values byte for byte, whatever is in them', async () => {
    for (const value of [
      '',
      '-n',
      `'`,
      `a'b"c`,
      '$(id) `id` ${HOME}',
      'one\ntwo\n',
      '\\',
      '镜像',
      'x'.repeat(100 * 1024),
      'KUBEMEND_END',
    ]) {
      const { stdout } = await exec('printf %s "$VALUE" | base64 -w0', { variables: { VALUE: value } });
      expect(Buffer.from(stdout, 'base64').toString()).toBe(value);
    }
  });

  it('may hold whatever ends a here-document', async () => {
    expect((await exec("cat <<'KUBEMEND_END'\nin\nKUBEMEND_END\necho out")).stdout).toBe('in\nout\n');
  });

  it('may say sudo where there is none and root already is', async ({ skip }) => {
    if (process.getuid?.() !== 0) skip('only root needs no sudo');
    mkdirSync(join(dir, 'bin'));
    for (const tool of ['bash', 'id', 'mktemp', 'mkdir', 'cat', 'chmod', 'rm', 'printenv', 'sh'])
      program(join(dir, 'bin'), tool, `exec /bin/${tool} "$@"`);
    env.PATH = join(dir, 'bin');
    const result = await exec('sudo -n id -u; sudo WORD=given printenv WORD; sudo --edit x', {
      prefix: ['/usr/bin/env', `PATH=${join(dir, 'bin')}`],
    });
    expect(result).toMatchObject({ stdout: '0\ngiven\n', code: 64 });
  });
});

describe('a step that does not end', () => {
  it('is stopped with everything it started, in time', async () => {
    let result: ExecResult | undefined;
    const took = await elapsed(exec(`sleep 60 & echo $! >${dir}/pid; sleep 60`, { timeoutMs: 400 }).then((ended) => (result = ended)));
    expect(result).toMatchObject({ kind: 'timed-out', afterMs: 400 });
    expect(took).toBeLessThan(4000);
    expect(runs(readFileSync(`${dir}/pid`, 'utf8').trim())).toBe(false);
  });

  it('is killed when it does not listen', async () => {
    const took = await elapsed(exec(`trap '' TERM; echo $$ >${dir}/pid; while :; do sleep 1; done`, { timeoutMs: 300 }));
    expect(took).toBeLessThan(6000);
    expect(runs(readFileSync(`${dir}/pid`, 'utf8').trim())).toBe(false);
    expect(readdirSync(dir), 'its directory is taken away from outside').toEqual(['pid']);
  });

  it('takes away the directory of a step that was killed, and of no other', async () => {
    mkdirSync(join(dir, 'kubemend.of-another'));
    await exec('touch mine; kill -KILL 0');
    expect(readdirSync(dir)).toEqual(['kubemend.of-another']);
  });

  it('may tidy up when it is asked to stop', async () => {
    await exec(`trap 'echo tidied >${dir}/tidied; exit 1' TERM; sleep 60 & wait`, { timeoutMs: 300 });
    expect(readFileSync(`${dir}/tidied`, 'utf8')).toBe('tidied\n');
  });

  it('does not hold up the run when a child that outlives it keeps stdout open', async () => {
    let result: ExecResult | undefined;
    const took = await elapsed(exec('(setsid sleep 3 &); echo done').then((ended) => (result = ended)));
    expect(result).toMatchObject({ kind: 'exited', code: 0, stdout: 'done\n' });
    expect(took).toBeLessThan(2500);
  });

  it('is stopped by an interrupt', async () => {
    const controller = new AbortController();
    setTimeout(() => controller.abort('SIGINT'), 200);
    expect(await exec('sleep 60', { signal: controller.signal })).toMatchObject({ kind: 'interrupted' });
  });
});

describe('a step that cannot be made ready', () => {
  it('has not begun: a full disk cuts no script', async ({ skip }) => {
    if (process.getuid?.() !== 0) skip('only root can make a disk that is full, in a mount namespace of its own');
    const full = 'mount -t tmpfs -o size=8k tmpfs "$0"; head -c 99999 /dev/zero >"$0/filler"; exec "$@"';
    const result = await exec(`echo did-it >${dir}/../did-it`, { prefix: ['unshare', '-m', 'bash', '-c', full, dir] });
    expect(result).toMatchObject({ kind: 'unreachable', stdout: '' });
  });

  it('is not started at all once the run is interrupted', async () => {
    const controller = new AbortController();
    controller.abort('SIGINT');
    expect(await exec(`touch ${dir}/began`, { signal: controller.signal })).toMatchObject({ kind: 'interrupted', running: false });
    expect(existsSync(join(dir, 'began'))).toBe(false);
  });
});

describe('a step that says much', () => {
  it('costs no memory: head and tail are kept, the middle is counted', async () => {
    const { stdout } = await exec("echo first; head -c 50000000 /dev/zero | tr '\\0' x; echo; echo last");
    expect(stdout.length).toBeLessThan(3_000_000);
    expect([stdout.startsWith('first\n'), stdout.endsWith('last\n'), /\[… \d+ characters left out …\]/.test(stdout)]).toEqual([
      true,
      true,
      true,
    ]);
  });
});

describe('a target', () => {
  it('that cannot be reached is told as such', async () => {
    expect(await exec('true', { prefix: [join(dir, 'no-such-program')] })).toMatchObject({ kind: 'unreachable' });
  });

  it('is the same path with a longer command line', async () => {
    program(dir, 'into', `printf '%s\\n' "$*" >${dir}/argv; exec "$@"`);
    expect(await exec('echo there', { prefix: [join(dir, 'into'), 'env', 'A=1'] })).toMatchObject({ stdout: 'there\n' });
    expect(readFileSync(join(dir, 'argv'), 'utf8')).toMatch(/^env A=1 bash --noprofile --norc -s [0-9a-f.]+\n$/);
  });
});

describe('the steps of a run', () => {
  const here = (prefix: string[] = []): Way =>
    directWay(
      () => prefix,
      { env },
      async () => ({ kind: 'unknown', reason: '' }),
    );
  /** As on a machine behind ssh, or in a container. */
  const elsewhere = (prefix: string[] = []): Way => ({ ...here(prefix), outlives: true });
  const runOf = (way = here()) => {
    const ofRun = execOver(way, 'run');
    onTestFinished(() => ofRun.close());
    const step = (script: string, more: { timeoutMs?: number; variables?: Record<string, string> } = {}): Promise<ExecResult> =>
      ofRun({ script, variables: more.variables ?? {}, timeoutMs: more.timeoutMs ?? 10_000 }, () => {}, never);
    return { step, close: ofRun.close };
  };

  it('carry nothing from one to the next: no value, no file, no directory, no option, no open file', async () => {
    const { step } = runOf();
    expect(
      (await step('set +e; umask 0; export LEFT=1; cd /; touch "$OLDPWD/left"; echo "$VALUE"', { variables: { VALUE: 'v' } })).stdout,
    ).toBe('v\n');
    const fresh = await step(
      'echo "${LEFT-none} ${VALUE-none} $- $(umask) $(ls -A) $(find /proc/self/fd -lname "socket:*")"; false; echo on',
    );
    expect(fresh).toMatchObject({ code: 1, stdout: 'none none ehuB 0077 step /proc/self/fd/2\n' });
  });

  it('are as many as you like, also side by side, each with its own output and exit code', async () => {
    const { step, close } = runOf();
    for (let i = 0; i < 40; i += 1)
      expect(await step(`echo ${i}; echo e${i} >&2; exit ${i}`)).toMatchObject({ code: i, stdout: `${i}\n`, stderr: `e${i}\n` });
    const all = await Promise.all(Array.from({ length: 8 }, (_, i) => step(`sleep 0.1; echo ${i}`)));
    expect(all.map(({ stdout }) => stdout)).toEqual(Array.from({ length: 8 }, (_, i) => `${i}\n`));
    await close();
    expect(readdirSync(dir), 'their directories go at the latest with the run').toEqual([]);
  });

  it('leave nothing in their directory while the run goes on', async () => {
    const { step } = runOf();
    await step('echo secret >kept; echo "$PWD" >../where');
    expect(existsSync(readFileSync(join(dir, 'where'), 'utf8').trim())).toBe(false);
  });

  it('do not hear what an earlier one left behind that goes on to speak', async () => {
    const { step } = runOf();
    expect(await step('(setsid bash -c "while echo noise; echo noise >&2; do sleep 0.05; done" &); echo mine')).toMatchObject({ code: 0 });
    expect(await step('sleep 0.3; echo quiet')).toMatchObject({ stdout: 'quiet\n', stderr: '' });
  });

  it.each([
    ['here', here],
    ['elsewhere', elsewhere],
  ])('leave alone what an earlier one left behind, when they are stopped, and are followed by others, %s', async (_, way) => {
    const { step } = runOf(way());
    await step(`sleep 60 >/dev/null 2>&1 & echo $! >${dir}/pid`);
    expect(await step('sleep 60', { timeoutMs: 300 })).toMatchObject({ kind: 'timed-out', running: false });
    const pid = readFileSync(`${dir}/pid`, 'utf8').trim();
    expect(runs(pid)).toBe(true);
    process.kill(Number(pid), 'SIGKILL');
    expect(await step('echo next')).toMatchObject({ code: 0, stdout: 'next\n' });
  });

  it('are ended with what does not listen and knows of no step, elsewhere', async () => {
    const { step } = runOf(elsewhere());
    const deaf = `env -i /bin/bash -c 'trap "" TERM; echo $$ >${dir}/pid; while :; do /bin/sleep 1; done' &`;
    expect(await step(`${deaf}\nsleep 60`, { timeoutMs: 500 })).toMatchObject({ kind: 'timed-out', running: false });
    expect(runs(readFileSync(`${dir}/pid`, 'utf8').trim())).toBe(false);
  });

  it.each([
    ['here', here],
    ['elsewhere', elsewhere],
  ])('go on when one of them, or somebody, cleared the place of temporary files, %s', async (_, way) => {
    const { step } = runOf(way());
    expect(await step(`rm -rf ${dir}/kubemend.*`)).toMatchObject({ code: 0 });
    expect(await step('pwd; echo next >&2; exit 3')).toMatchObject({
      code: 3,
      stdout: expect.stringContaining('/kubemend.'),
      stderr: 'next\n',
    });
  });

  it('do not take the directory of another for their own', async () => {
    const { step } = runOf();
    mkdirSync(join(dir, 'of-another'));
    await step(`for place in ${dir}/kubemend.*; do rm -rf "$place"; ln -s ${dir}/of-another "$place"; done`);
    expect(await step('touch mine')).toMatchObject({ kind: 'unreachable', reason: expect.stringContaining('File exists') });
    expect(readdirSync(join(dir, 'of-another'))).toEqual([]);
  });

  it('have not begun where there is no room for their directory, elsewhere', async ({ skip }) => {
    if (process.getuid?.() !== 0) skip('only root can make a disk that is full, in a mount namespace of its own');
    const full = 'mount -t tmpfs -o nr_inodes=2 tmpfs "$0"; touch "$0/filler"; exec "$@"';
    const { step } = runOf(elsewhere(['unshare', '-m', 'bash', '-c', full, dir]));
    expect(await step('echo did-it')).toMatchObject({ kind: 'unreachable', reason: expect.stringContaining('No space left on device') });
  });

  it('can kill their own process group, and nothing else', async () => {
    const { step } = runOf();
    expect(await step('kill -KILL 0')).toMatchObject({ code: 137 });
    expect(await step('echo next')).toMatchObject({ code: 0, stdout: 'next\n' });
  });

  it('survive that their shell was killed between two of them', async () => {
    const { step } = runOf();
    const { stdout } = await step('echo $PPID');
    process.kill(Number(stdout), 'SIGKILL');
    await expect.poll(() => runs(stdout.trim())).toBe(false);
    expect(await step('echo next')).toMatchObject({ code: 0, stdout: 'next\n' });
  });

  it('are in doubt when their shell is killed, and ended', async () => {
    const { step } = runOf();
    expect(await step(`echo $$ >${dir}/pid; kill -KILL $PPID; sleep 60`)).toMatchObject({ kind: 'signalled', signal: 'SIGKILL' });
    expect(runs(readFileSync(`${dir}/pid`, 'utf8').trim())).toBe(false);
    expect(readdirSync(dir), 'what it cannot take away itself is taken away from outside').toEqual(['pid']);
  });

  it('are read in one piece by a bash that can, and to their end by one that cannot', async () => {
    const { step } = runOf();
    expect((await step('echo "$VALUE" | wc -c', { variables: { VALUE: '镜像'.repeat(10_000) } })).stdout).toBe('60001\n');
    expect((await step('echo 镜像')).stdout).toBe('镜像\n');
  });
});
