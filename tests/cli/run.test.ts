import { chmodSync, existsSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { execFileSync, spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import type { JournalRecord } from '../../src/journal/writer.ts';
import { MAIN, faultyPlace, runbook, runbookAtTerminal, startRunbook, withoutTimes } from '../helpers/cli.ts';
import type { Place } from '../helpers/cli.ts';
import { program, tempDir } from '../helpers/temp-dir.ts';

const logOf = ({ dir }: Place) => (existsSync(join(dir, 'log')) ? readFileSync(join(dir, 'log'), 'utf8').trim().split('\n') : []);
const journalsOf = ({ dir }: Place) => {
  const runs = join(dir, 'state', 'kubemend', 'runs');
  return existsSync(runs) ? readdirSync(runs).map((run) => join(runs, run, 'journal.jsonl')) : [];
};
const recordsOf = (file: string) =>
  readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as JournalRecord);
const withScript = (id: string, script: string, timeoutMs = 60_000) =>
  faultyPlace((one) => ({ ...one, steps: one.steps.map((step) => (step.id === id ? { ...step, script, timeoutMs } : step)) }));

describe('runbook run', () => {
  it('shows a person everything from the gate to the verify', async () => {
    const place = faultyPlace();
    const { code, stdout } = await runbook(['run', 'test-fault', '--yes'], { env: place.env });
    expect(withoutTimes(stdout.replaceAll(place.dir, '<dir>'))).toMatchInlineSnapshot(`
      "
        A fault made for a test
        test-fault · KM9001 · on this machine

        gate      unknown —
        precheck  ✓ Is everything here that the steps need? <time>
        diagnose  ✗ broken? Yes. <time>
                    yes
                    The fault is here.

        plan      Do it
                  why: the recommended way; broken? yes
                  downtime: none · loses: nothing

                  Do mend (mend)
                  reversible · undo: Take back: undo-mend
                  │ rm <dir>/broken; echo mend >><dir>/log

                  other ways: By hand (--resolution by-hand)

        fix       ✓ Do mend <time>
        verify    ✓ broken? No. <time>
                  ✓ alive? <time>
                    healthy for <time>, <n> samples

        fixed: the fault is gone, the checks pass, and it stays so
        1 change made.

      "
    `);
    expect(code).toBe(0);
  });

  it('changes nothing the second time', async () => {
    const place = faultyPlace();
    await runbook(['run', 'test-fault', '--yes'], { env: place.env });
    const { code, stdout } = await runbook(['run', 'test-fault', '--yes', '--json'], { env: place.env });
    expect([code, JSON.parse(stdout)]).toMatchObject([0, { verdict: { kind: 'healthy' }, changes: 0 }]);
    expect(logOf(place)).toEqual(['mend']);
  });

  it('refuses without a terminal and without --yes, and begins nothing', async () => {
    const place = faultyPlace();
    const { code, stdout } = await runbook(['run', 'test-fault'], { env: place.env });
    expect(stdout).toContain('needs a yes, and there is no terminal to ask at');
    expect([code, logOf(place)]).toEqual([9, []]);
  });

  it('asks at a terminal: a yes goes on, anything else does not', async () => {
    const wanted = faultyPlace();
    expect((await runbookAtTerminal(['run', 'test-fault'], 'y\n', wanted.env)).code).toBe(0);
    expect(logOf(wanted)).toEqual(['mend']);

    const unwanted = faultyPlace();
    expect((await runbookAtTerminal(['run', 'test-fault'], '\n', unwanted.env)).code).toBe(9);
    expect(logOf(unwanted)).toEqual([]);
  });

  it('does not take --yes for what interrupts: that is allowed by name', async () => {
    const disruptive = () =>
      faultyPlace((one) => ({ ...one, steps: one.steps.map((step) => (step.kind === 'action' ? { ...step, risk: 'disruptive' } : step)) }));
    expect((await runbook(['run', 'test-fault', '--yes'], { env: disruptive().env })).code).toBe(9);
    expect((await runbook(['run', 'test-fault', '--allow', 'disruptive'], { env: disruptive().env })).code).toBe(0);
  });

  it('writes down each step before it begins, for its owner alone', async () => {
    const place = faultyPlace();
    await runbook(['run', 'test-fault', '--yes'], { env: place.env });
    const [journal = ''] = journalsOf(place);
    expect(statSync(journal).mode & 0o777).toBe(0o600);
    const records = recordsOf(journal);
    expect(records.map(({ seq }) => seq)).toEqual(records.map((_, at) => at + 1));
    expect(records.map(({ event }) => event.type).slice(0, 5)).toEqual([
      'run.started',
      'environment.detected',
      'gate.decided',
      'phase.started',
      'step.started',
    ]);
    expect(records.at(-1)?.event).toMatchObject({ type: 'run.ended', verdict: { kind: 'fixed' } });
  });

  it('has the intent of an action on disk while the action runs', async () => {
    const place = withScript('mend', 'cp -r "$XDG_STATE_HOME" "$HOME/seen"; rm "$HOME/broken"');
    await runbook(['run', 'test-fault', '--yes'], { env: place.env });
    const seen = join(place.dir, 'seen', 'kubemend', 'runs');
    const records = recordsOf(join(seen, readdirSync(seen)[0] ?? '', 'journal.jsonl'));
    expect(records.at(-1)?.event).toEqual({ type: 'step.started', step: 'mend', phase: 'fix', attempt: 1 });
  });

  it('keeps no journal, so changes nothing, where the home cannot be written; reading goes on working', async () => {
    const place = faultyPlace();
    const env = { ...place.env, XDG_STATE_HOME: '/dev/null/state' };
    const { code, stderr } = await runbook(['run', 'test-fault', '--yes'], { env });
    expect(stderr).toContain('No journal can be kept [no-journal]');
    expect(stderr).toContain('Nothing was changed.');
    expect([code, logOf(place)]).toEqual([9, []]);
    expect((await runbook(['diagnose', 'test-fault'], { env })).code).toBe(3);
    expect((await runbook(['plan', 'test-fault'], { env })).code).toBe(3);
  });

  it('undoes what it did when the verify fails, and says so with exit 6', async () => {
    const place = faultyPlace((one) => ({
      ...one,
      steps: one.steps.map((step) => (step.id === 'mend' ? { ...step, script: 'true' } : step)),
    }));
    const { code, stdout } = await runbook(['run', 'test-fault', '--yes'], { env: place.env });
    expect(stdout).toContain('not fixed: everything was undone, the cluster is as it was before');
    expect([code, logOf(place)]).toEqual([6, ['undo-mend']]);
  });

  it('says what is missing, with exit 4, where root is needed and nobody is', async ({ skip }) => {
    if (process.getuid?.() !== 0) skip('only root can become another user');
    const place = faultyPlace((one) => ({
      ...one,
      steps: one.steps.map((step) => (step.kind === 'action' ? { ...step, needs: [{ kind: 'root' }] } : step)),
    }));
    chmodSync(place.dir, 0o755);
    const { code, stdout } = await runbook(['plan', 'test-fault'], { env: { ...place.env, TMPDIR: '/tmp' }, uid: 65534 });
    expect(stdout).toContain('missing root: run it as root (sudo), let sudo work without a password');
    expect(code).toBe(4);
  });

  it('stops at Ctrl-C in the middle of a step: the group is killed, the state is said, exit 130', async () => {
    const place = withScript('mend', 'echo began >>"$HOME/log"; sleep 31.4159 & wait; echo ended >>"$HOME/log"');
    const { child, answer } = startRunbook(['run', 'test-fault', '--yes'], { env: place.env });
    await expect.poll(() => logOf(place), { timeout: 20_000 }).toEqual(['began']);
    child.kill('SIGINT');
    const { code, stdout } = await answer;
    expect(stdout).toContain('It was interrupted during mend: whether that took effect is unknown.');
    expect([code, logOf(place)]).toEqual([130, ['began']]);
    const { stdout: left } = runningWith('31.4159');
    expect(left).toBe('');
  });

  it('leaves at once at a second Ctrl-C, kills what runs and says that it is in doubt', async () => {
    const place = withScript(
      'mend',
      `trap '' TERM; echo began >>"$HOME/log"; for i in {1..50}; do sleep 0.1; done; echo ended >>"$HOME/log"`,
    );
    const { child, answer } = startRunbook(['run', 'test-fault', '--yes'], { env: place.env });
    await expect.poll(() => logOf(place), { timeout: 20_000 }).toEqual(['began']);
    child.kill('SIGINT');
    setTimeout(() => child.kill('SIGINT'), 300);
    const { code, stderr } = await answer;
    expect([code, stderr]).toEqual([130, expect.stringContaining('Left at once')]);
    await new Promise((resolve) => setTimeout(resolve, 1000));
    expect(logOf(place)).toEqual(['began']);
  });

  it('goes on to its verdict when nobody reads the report any more', async () => {
    const place = withScript('mend', 'rm "$HOME/broken"; sleep 0.5; echo mend >>"$HOME/log"');
    const { child, answer } = startRunbook(['run', 'test-fault', '--yes'], { env: place.env });
    child.stdout?.once('data', () => child.stdout?.destroy());
    expect((await answer).code).toBe(0);
    expect(recordsOf(journalsOf(place)[0] ?? '').at(-1)?.event).toMatchObject({ type: 'run.ended', verdict: { kind: 'fixed' } });
  });

  it('does not take a step for late because it was itself suspended', async () => {
    const place = withScript('mend', 'echo began >>"$HOME/log"; sleep 0.5; rm "$HOME/broken"', 1500);
    const { child, answer } = startRunbook(['run', 'test-fault', '--yes'], { env: place.env });
    await expect.poll(() => logOf(place), { timeout: 20_000 }).toEqual(['began']);
    child.kill('SIGSTOP');
    await new Promise((resolve) => setTimeout(resolve, 2500));
    child.kill('SIGCONT');
    expect((await answer).code).toBe(0);
  });

  it('has a target to itself: a second run is refused, and says who is there since when', async () => {
    const place = withScript('mend', 'echo began >>"$HOME/log"; until [ -e "$HOME/go" ]; do sleep 0.05; done; rm "$HOME/broken"');
    const first = startRunbook(['run', 'test-fault', '--yes'], { env: place.env });
    await expect.poll(() => logOf(place), { timeout: 20_000 }).toEqual(['began']);
    const { code, stderr } = await runbook(['run', 'test-fault', '--yes'], { env: place.env });
    expect([code, stderr]).toEqual([9, expect.stringMatching(/The run \S+ of \S+ is at work on this\s+machine since \S+\./)]);
    writeFileSync(join(place.dir, 'go'), '');
    expect((await first.answer).code).toBe(0);
    expect(existsSync(join(place.dir, 'kubemend.lock'))).toBe(false);
  });

  it('takes over the lock of a run that was killed', async () => {
    const place = withScript('mend', 'echo began >>"$HOME/log"; [ -e "$HOME/second" ] || sleep 60; rm "$HOME/broken"');
    const first = startRunbook(['run', 'test-fault', '--yes'], { env: place.env });
    await expect.poll(() => logOf(place), { timeout: 20_000 }).toEqual(['began']);
    first.child.kill('SIGKILL');
    await first.answer;
    writeFileSync(join(place.dir, 'second'), '');
    expect((await runbook(['run', 'test-fault', '--yes'], { env: place.env })).code).toBe(0);
  });

  it('shows the plan before it asks, also where the report is for a program', async () => {
    const place = faultyPlace();
    const { stdout } = await runbookAtTerminal(['run', 'test-fault', '--json'], 'n\n', place.env);
    expect(stdout.indexOf('rm ')).toBeGreaterThan(-1);
    expect(stdout.indexOf('rm ')).toBeLessThan(stdout.indexOf('Do this now?'));
  });

  it('speaks Chinese where the locale does', async () => {
    const place = faultyPlace();
    const { stdout } = await runbook(['diagnose', 'test-fault'], { env: { ...place.env, LC_ALL: 'zh_CN.UTF-8' } });
    expect(stdout).toContain('确认存在该故障');
    expect((await runbook(['diagnose', 'test-fault', '--lang', 'en'], { env: { ...place.env, LC_ALL: 'zh_CN.UTF-8' } })).stdout).toContain(
      'The fault is here.',
    );
  });

  it('prints a line of JSON an event on request', async () => {
    const place = faultyPlace();
    const { stdout } = await runbook(['diagnose', 'test-fault', '--jsonl'], { env: place.env });
    const lines = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { type: string });
    expect(lines[0]).toEqual({ type: 'version', version: 1 });
    expect(lines.at(-1)).toMatchObject({ type: 'run.ended', verdict: { kind: 'fault-present' } });
  });

  it('cannot be made to write to the terminal by what a step prints', async () => {
    const place = withScript('broken', String.raw`printf 'yes \033]0;owned\007\033[2Jcleared\n'`);
    const child = startRunbook(['diagnose', 'test-fault'], { env: place.env }).child;
    const raw = await new Promise<string>((resolve) => {
      let text = '';
      child.stdout?.on('data', (chunk: Buffer) => (text += chunk.toString()));
      child.once('close', () => resolve(text));
    });
    expect(raw).toContain('yes cleared');
    expect(raw).not.toContain('\u001b');
  });
});

const runningWith = (mark: string) => {
  try {
    return { stdout: execFileSync('pgrep', ['-f', `sleep ${mark}`], { encoding: 'utf8' }).trim() };
  } catch {
    return { stdout: '' };
  }
};

describe('the command line', () => {
  const { env } = { env: { PATH: process.env.PATH ?? '', HOME: '/nonexistent', LC_ALL: 'C' } };

  it('knows what was meant, with exit 2', async () => {
    const place = faultyPlace();
    const { code, stderr } = await runbook(['run', 'test-falt'], { env: place.env });
    expect(stderr).toMatchInlineSnapshot(`
      "
        There is no such article [unknown-article]
        There is no article test-falt.
        Did you mean test-fault?
        Nothing was changed.

      "
    `);
    expect(code).toBe(2);
    expect((await runbook(['diagnos', 'test-fault'], { env })).stderr).toContain('Did you mean diagnose?');
  });

  it('tells its version and helps everywhere', async () => {
    for (const command of [[], ['list'], ['show'], ['diagnose'], ['plan'], ['run'], ['lab'], ['lab', 'down'], ['lint'], ['new']]) {
      expect(await runbook([...command, '--version'], { env }), command.join(' ')).toMatchObject({
        code: 0,
        stdout: expect.stringMatching(/^0\.1\.0, catalogue of \d{4}-\d\d-\d\d\n$/) as string,
      });
      expect(await runbook([...command, '--help'], { env }), command.join(' ')).toMatchObject({
        code: 0,
        stdout: expect.stringContaining('Usage: runbook') as string,
      });
    }
    expect(execFileSync(process.execPath, ['src/cli/main.ts', '--version'], { encoding: 'utf8' })).toBe(
      '0.1.0, catalogue of this checkout\n',
    );
  });

  it('says which tool of microk8s-dnat is missing, with exit 4, and takes that for no all-clear', async ({ skip }) => {
    if (process.getuid?.() !== 0) skip('only root can hide programs, in a mount namespace of its own');
    const dir = tempDir();
    for (const tool of ['sudo', 'microk8s', 'snap']) program(dir, tool, 'exit 0');
    const hidden = 'mount -t tmpfs none /usr/sbin; PATH=$1:$PATH; shift; exec "$@"';
    const { stdout, status } = spawnSync(
      'unshare',
      ['-m', 'bash', '-c', hidden, 'hidden', dir, process.execPath, MAIN, 'diagnose', 'microk8s-dnat'],
      { encoding: 'utf8' },
    );
    expect(stdout).toContain('missing iptables-nft');
    expect(status).toBe(4);
  });

  it('takes the id of an article for its slug', async () => {
    const place = faultyPlace();
    expect((await runbook(['diagnose', 'km9001'], { env: place.env })).code).toBe(3);
  });

  it('refuses a slug that is a path', async () => {
    const place = faultyPlace();
    writeFileSync(join(place.root, 'runbook.json'), '{}');
    for (const slug of ['../x', '..', '/etc/passwd', 'test-fault/../test-fault'])
      expect((await runbook(['show', slug], { env: place.env })).code, slug).toBe(2);
  });

  it('refuses what it does not know: targets, ways to fix, inputs, risks, languages', async () => {
    const place = faultyPlace();
    const tried = [
      ['--target', 'ftp://x'],
      ['--target', 'lab://../x'],
      ['--resolution', 'magic'],
      ['--input', 'A=1'],
      ['--input', 'A'],
      ['--allow', 'everything'],
      ['--lang', 'tlh'],
    ];
    for (const words of tried)
      expect(await runbook(['run', 'test-fault', ...words], { env: place.env }), words.join(' ')).toMatchObject({ code: 2, stdout: '' });
    expect(logOf(place)).toEqual([]);
  });

  it('prints an article for a terminal', async () => {
    const place = faultyPlace();
    const { code, stdout } = await runbook(['show', 'test-fault'], { env: place.env });
    expect(withoutTimes(stdout.replaceAll(place.dir, '<dir>'))).toMatchInlineSnapshot(`
      "
        A fault made for a test
        KM9001 · test-fault

                  It fails.

                  It is broken.

        affects

        fix       Do it (recommended) --resolution do-it
                  downtime          none
                  loses             nothing
                  after a reboot    yes
                  after an upgrade  yes

        fix       By hand (by hand) --resolution by-hand
                  downtime          none
                  loses             nothing
                  after a reboot    yes
                  after an upgrade  yes
                  Type this.

        run it    runbook run test-fault

        upstream

      "
    `);
    expect(code).toBe(0);
  });

  it('tells a file that is no runbook from a bug of its own', async () => {
    const place = faultyPlace();
    writeFileSync(join(place.root, 'runbooks', 'test-fault', 'runbook.json'), '{');
    for (const words of [['list'], ['diagnose', 'test-fault']]) {
      expect(await runbook(words, { env: place.env }), words.join(' ')).toMatchObject({
        code: 2,
        stderr: expect.stringContaining('[invalid-content]') as string,
      });
    }
  });

  it('lists the articles, for people and for programs', async () => {
    const place = faultyPlace();
    expect((await runbook(['list'], { env: place.env })).stdout).toBe('test-fault  KM9001  A fault made for a test\n');
    expect(JSON.parse((await runbook(['list', '--json'], { env: place.env })).stdout)).toMatchObject({
      version: 1,
      articles: [{ slug: 'test-fault' }],
    });
  });
});
