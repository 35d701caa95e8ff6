import { chmodSync, existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { conversation, faultyPlace, runbook, startRunbook, withoutTimes } from '../helpers/cli.ts';
import type { Place } from '../helpers/cli.ts';
import { BOBS_PASSWORD, startSshNode } from '../helpers/sshd.ts';
import type { SshNode } from '../helpers/sshd.ts';

const isRoot = process.getuid?.() === 0;
const RUN_ID = /\d{8}-\d{6}-[0-9a-f]{6}/g;

let node: SshNode;
let place: Place;
beforeAll(async () => {
  if (isRoot) node = await startSshNode();
});
afterAll(() => node?.down());
beforeEach(() => {
  place = faultyPlace();
  if (isRoot) place.env = { ...place.env, PATH: node.env.PATH ?? '' };
});

const shown = (text: string): string =>
  withoutTimes(text)
    .replaceAll(String(node.port), '<port>')
    .replaceAll(RUN_ID, '<run>')
    .replaceAll(/\/tmp\/\S+?(?=[/\s]|$)/g, '<dir>')
    .split('\n')
    .filter((line) => !line.includes('journal'))
    .join('\n');
const broken = (): boolean => existsSync(join(place.dir, 'broken'));

describe.runIf(isRoot)('a run on a node behind ssh', () => {
  it('mends it there, says where it was, and leaves neither a lock nor a connection', async () => {
    const before = node.connections();
    const { child, answer } = startRunbook(['run', 'test-fault', '--yes', '--target', node.target()], { env: place.env });
    const { code, stdout } = await answer;
    expect([code, broken(), node.connections() - before]).toEqual([0, false, 1]);
    expect(stdout).toContain(`on ${node.target()}`);
    await expect.poll(() => node.inside().length).toBe(2);
    expect(readdirSync('/tmp').filter((name) => name.startsWith(`kubemend-ssh-${child.pid}-`))).toEqual([]);
  });

  it('that cannot be reached ends undetermined, with the reason and what to do, also as JSON', async () => {
    const { code, stdout } = await runbook(['run', 'test-fault', '--yes', '--target', 'ssh://root@127.0.0.1:1'], { env: place.env });
    expect(code).toBe(4);
    expect(stdout).toMatchInlineSnapshot(`
      "
        A fault made for a test
        test-fault · KM9001 · on ssh://root@127.0.0.1:1


        undetermined: the checks gave no clear answer
        ssh://root@127.0.0.1:1 cannot be reached: nothing answers on that port: is
        sshd running there, and is it this port? (ssh: connect to host 127.0.0.1 port
        1: Connection refused)
        Nothing was changed.

      "
    `);
    const json = await runbook(['diagnose', 'test-fault', '--json', '--target', 'ssh://root@127.0.0.1:1'], { env: place.env });
    expect([json.code, (JSON.parse(json.stdout) as { verdict: object }).verdict]).toEqual([
      4,
      { kind: 'undetermined', step: null, reason: expect.stringContaining('nothing answers on that port') as string },
    ]);
  });

  it('that is killed leaves a lock that says who; the connection goes by itself, and the next run takes over', async () => {
    const { child, answer } = startRunbook(['run', 'test-fault', '--target', node.target(), '--yes'], {
      env: slowly(place, 'mend', `echo began >${place.dir}/began; sleep 60`),
    });
    await expect.poll(() => existsSync(join(place.dir, 'began')), { timeout: 20_000 }).toBe(true);
    const refused = await runbook(['run', 'test-fault', '--target', node.target('ada'), '--yes'], { env: place.env });
    expect([refused.code, refused.stderr]).toEqual([9, expect.stringMatching(/The run \S+ of \S+ is at work on/)]);
    const left = () => readdirSync('/tmp').filter((name) => name.startsWith(`kubemend-ssh-${child.pid}-`));
    expect(left()).toHaveLength(1);
    const atWork = node.inside().length;
    child.kill('SIGKILL');
    await answer;
    await expect.poll(() => node.inside().length, { timeout: 20_000, interval: 200 }).toBeLessThan(atWork);
    slowly(place, 'mend', `rm ${place.dir}/broken`);
    expect((await runbook(['run', 'test-fault', '--target', node.target(), '--yes'], { env: place.env })).code).toBe(0);
    // The killed run's connection ends with its last session; whoever comes by ssh after that tidies up.
    await expect.poll(() => left().some((name) => existsSync(join('/tmp', name, 's'))), { timeout: 90_000, interval: 200 }).toBe(false);
    expect((await runbook(['diagnose', 'test-fault', '--target', node.target()], { env: place.env })).code).toBe(0);
    expect(left()).toEqual([]);
  }, 180_000);
});

describe.runIf(isRoot)('sudo that wants a password there', () => {
  const rooted = (script: string) => slowly(place, 'mend', script);

  it('gets it when the person is asked, and nobody else sees it', async () => {
    chmodSync(place.dir, 0o777);
    rooted(`sudo -n -u root bash -c 'id -un; env' >${place.dir}/as; env; rm ${place.dir}/broken`);
    const args = ['run', 'test-fault', '--yes', '--ask-sudo', '--output', `jsonl=${place.dir}/events`, '--target', node.target('bob')];
    const { code, stdout } = await conversation(args, [['it is not shown', `${BOBS_PASSWORD}\n`]], place.env);
    expect([code, readFileSync(join(place.dir, 'as'), 'utf8').split('\n')[0]]).toEqual([0, 'root']);
    const seen = [stdout, readFileSync(join(place.dir, 'events'), 'utf8'), readFileSync(join(place.dir, 'as'), 'utf8')].join('\n');
    expect(seen.includes(BOBS_PASSWORD)).toBe(false);
    expect(readFileSync(join(place.dir, 'events'), 'utf8')).toContain('RUNBOOK_SUDO_PASSWORD');
  });

  it('is not asked for where there is no terminal', async () => {
    expect((await runbook(['run', 'test-fault', '--ask-sudo'], { env: place.env })).code).toBe(2);
  });
});

/** Another script for a step, which may take its time. */
const slowly = (where: Place, id: string, script: string): Record<string, string> => {
  const file = join(where.root, 'runbooks', 'test-fault', 'runbook.json');
  const written = JSON.parse(readFileSync(file, 'utf8')) as { steps: { id: string; script: string; timeoutMs: number }[] };
  for (const step of written.steps) if (step.id === id) Object.assign(step, { script, timeoutMs: 60_000 });
  writeFileSync(file, JSON.stringify(written));
  return where.env;
};

describe.runIf(isRoot)('several targets', () => {
  const all = () => ['--target', 'local', '--target', node.target(), '--target', 'ssh://root@127.0.0.1:1'];

  it('are looked at one after the other, with a table at the end and the exit code of the worst', async () => {
    const { code, stdout } = await runbook(['diagnose', 'test-fault', ...all()], { env: place.env });
    expect(code).toBe(4);
    expect(shown(stdout).split('\n').slice(-7).join('\n')).toMatchInlineSnapshot(`
      "
        3 targets
        this machine                the fault is here
        ssh://root@127.0.0.1:<port>  the fault is here
        ssh://root@127.0.0.1:1      undetermined

      "
    `);
  });

  it('have a run and a verdict each', async () => {
    const { code, stdout } = await runbook(['run', 'test-fault', '--yes', ...all()], { env: place.env });
    expect(shown(stdout).split('\n').slice(-7).join('\n')).toMatchInlineSnapshot(`
      "
        3 targets
        this machine                fixed         1 change made.  <run>
        ssh://root@127.0.0.1:<port>  healthy                       <run>
        ssh://root@127.0.0.1:1      undetermined

      "
    `);
    expect([code, readdirSync(join(place.dir, 'state', 'kubemend', 'runs'))]).toEqual([4, [expect.any(String), expect.any(String)]]);
  });

  it('side by side: each line says whose it is', async () => {
    const { stdout } = await runbook(['diagnose', 'test-fault', '--parallel', '3', ...all()], {
      env: { ...place.env, LC_ALL: 'zh_CN.UTF-8' },
    });
    const lines = stdout.split('\n').filter((line) => line.includes('│'));
    expect(new Set(lines.map((line) => line.split('│')[0]?.trim()))).toEqual(
      new Set(['this machine', node.target(), 'ssh://root@127.0.0.1:1']),
    );
    expect(shown(stdout).split('\n').slice(-6).join('\n')).toMatchInlineSnapshot(`
      "  共 3 个目标
        this machine                存在该故障
        ssh://root@127.0.0.1:<port>  存在该故障
        ssh://root@127.0.0.1:1      无法判断

      "
    `);
  });

  it('as JSON are one document, as JSON Lines each line names its target', async () => {
    const { stdout } = await runbook(['diagnose', 'test-fault', '--json', '--parallel', '2', ...all()], { env: place.env });
    const { targets, exitCode } = JSON.parse(stdout) as { targets: { verdict: { kind: string } }[]; exitCode: number };
    expect([targets.map(({ verdict }) => verdict.kind), exitCode]).toEqual([['fault-present', 'fault-present', 'undetermined'], 4]);
    const lines = (await runbook(['diagnose', 'test-fault', '--jsonl', ...all()], { env: place.env })).stdout.trim().split('\n');
    expect(lines.every((line) => 'target' in (JSON.parse(line) as object))).toBe(true);
  });

  it('write a file each', async () => {
    const file = join(place.dir, 'report-{target}.json');
    await runbook(['diagnose', 'test-fault', '--output', `json=${file}`, ...all()], { env: place.env });
    expect(readdirSync(place.dir).filter((name) => name.startsWith('report-'))).toHaveLength(3);
  });

  it('are asked about one after the other', async () => {
    const args = ['run', 'test-fault', '--parallel', '2', '--target', 'local', '--target', node.target()];
    const { code, stdout } = await conversation(
      args,
      [
        ['Do this now?', 'n\n'],
        ['Do this now?', 'n\n'],
      ],
      place.env,
    );
    expect([code, stdout.split('Do this now?').length - 1, broken()]).toEqual([9, 2, true]);
  });

  it('are refused when they are said wrongly', async () => {
    const wrong = [
      ['--target', 'local', '--target', 'local'],
      [...all(), '--output', 'json=one.json'],
      [...all(), '--parallel', '0'],
      [...all(), '--output', 'junit'],
    ];
    for (const args of wrong) expect((await runbook(['diagnose', 'test-fault', ...args], { env: place.env })).code, args.join(' ')).toBe(2);
  });
});
