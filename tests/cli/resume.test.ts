import { appendFileSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { MAIN, faultyPlace, runbook, runbookAtTerminal, startRunbook, withoutTimes } from '../helpers/cli.ts';
import type { Place } from '../helpers/cli.ts';

const runsOf = ({ dir }: Place) => readdirSync(join(dir, 'state', 'kubemend', 'runs'));
const fileOf = (place: Place, name = 'journal.jsonl') => join(place.dir, 'state', 'kubemend', 'runs', runsOf(place)[0] ?? '', name);
const logOf = ({ dir }: Place) => (existsSync(join(dir, 'log')) ? readFileSync(join(dir, 'log'), 'utf8').trim().split('\n') : []);
const withScript = (id: string, script: string, more = {}) =>
  faultyPlace((one) => ({
    ...one,
    steps: one.steps.map((step) => (step.id === id ? { ...step, script, timeoutMs: 60_000, ...more } : step)),
  }));
const told = (place: Place, text: string) =>
  withoutTimes(text.replaceAll(place.dir, '<dir>').replaceAll(/\d{8}-\d{6}-[0-9a-f]{6}/g, '<run>'));

/** Killed while `mend` is at work; the step itself goes on until `go` is there. */
const killed = async (
  script = 'echo began >>"$HOME/log"; until [ -e "$HOME/go" ]; do sleep 0.05; done; rm -f "$HOME/broken"; echo ended >>"$HOME/log"',
  more = {},
) => {
  const place = withScript('mend', script, more);
  const { child, answer } = startRunbook(['run', 'test-fault', '--yes'], { env: place.env });
  await expect.poll(() => logOf(place), { timeout: 30_000 }).toContain('began');
  child.kill('SIGKILL');
  await answer;
  return place;
};
const go = ({ dir }: Place) => writeFileSync(join(dir, 'go'), '');

describe('runbook resume', () => {
  it('waits until the step that outlived the runner has ended, then goes on to the verdict', async () => {
    const place = await killed();
    const { child, answer } = startRunbook(['resume', runsOf(place)[0] ?? ''], { env: place.env });
    let said = '';
    child.stderr?.on('data', (text: string) => (said += text));
    await expect.poll(() => said, { timeout: 30_000 }).toContain('still at work on the target');
    expect(logOf(place)).toEqual(['began']);
    go(place);
    const { code, stdout } = await answer;
    expect(told(place, stdout)).toMatchInlineSnapshot(`
      "
        A fault made for a test
        the run <run> goes on

        fix       ✓ Do mend <time>
        verify    ✓ broken? No. <time>
                  ✓ alive? <time>
                    healthy for <time>, <n> samples

        fixed: the fault is gone, the checks pass, and it stays so
        1 change made.

      "
    `);
    expect(code).toBe(0);
    expect(logOf(place)).toEqual(['began', 'ended']);
  });

  it('goes on after Ctrl-C, by the beginning of the id, in the same journal, and says how', async () => {
    const place = withScript('mend', 'echo began >>"$HOME/log"; until [ -e "$HOME/go" ]; do sleep 0.05; done; rm -f "$HOME/broken"');
    const { child, answer } = startRunbook(['run', 'test-fault', '--yes'], { env: place.env });
    await expect.poll(() => logOf(place), { timeout: 30_000 }).toEqual(['began']);
    child.kill('SIGHUP');
    const { code, stderr } = await answer;
    expect(code).toBe(129);
    expect(told(place, stderr)).toContain('to go on: runbook resume <run>\n  to take it back: runbook undo <run>\n');
    go(place);
    expect((await runbook(['resume', runsOf(place)[0]?.slice(0, 10) ?? ''], { env: place.env })).code).toBe(0);
    expect(runsOf(place)).toHaveLength(1);
    const shown = JSON.parse((await runbook(['runs', '--json'], { env: place.env })).stdout) as object;
    expect(shown).toMatchObject({
      version: 1,
      runs: [{ slug: 'test-fault', state: 'fixed', exitCode: 0, resumable: false, undoable: true }],
    });
  });

  it('leaves nothing on the target, and neither does a new run after one that is never resumed, but how its last step ended', async () => {
    const left = ({ dir }: Place) => readdirSync(dir).filter((name) => name.startsWith('kubemend.') && name !== 'kubemend.lock');
    const place = await killed();
    go(place);
    await expect.poll(() => left(place).map((name) => name.replace(/.*\./, '')), { timeout: 30_000 }).toEqual(['lines']);
    const [kept = ''] = left(place);
    mkdirSync(join(place.dir, kept.replace('lines', '0'))); // of a shell that was killed as well
    expect((await runbook(['run', 'test-fault', '--yes'], { env: place.env })).code).toBe(0);
    expect(left(place)).toEqual([kept]);
    const run = runsOf(place).find((id) => kept.includes(id)) ?? '';
    expect((await runbook(['undo', run, '--yes'], { env: place.env })).code).toBe(6);
    expect(left(place)).toEqual([]);
  });

  it('cuts off what a kill left of a record, and says so', async () => {
    const place = await killed();
    go(place);
    await expect.poll(() => logOf(place), { timeout: 30_000 }).toContain('ended');
    appendFileSync(fileOf(place), '{"v":1,"seq":99,"at":"2026');
    const { code, stderr } = await runbook(['resume', '2'], { env: place.env });
    expect(stderr).toContain('was cut off when it was written');
    expect(code).toBe(0);
    expect((await runbook(['runs', 'show', '2'], { env: place.env })).code).toBe(0);
  });

  describe('of a run that was begun with a saved plan and an assumed version', () => {
    const looks = `echo >>"$HOME/looked"; [ -e "$HOME/go" ] || sleep 60; [ -e "$HOME/broken" ] && cat "$HOME/evidence" || echo no`;
    const begun = async () => {
      const place = faultyPlace((one) => ({
        ...one,
        affects: [{ component: 'k3s', range: '>=1.32.0 <1.32.4', certainty: 'exact', known: [], required: true }],
        steps: one.steps.map((step) => (step.id === 'broken' ? { ...step, script: looks, timeoutMs: 60_000 } : step)),
      }));
      go(place);
      writeFileSync(join(place.dir, 'evidence'), 'yes, this one\n');
      const [plan, assume] = [join(place.dir, 'plan.json'), ['--assume', 'k3s=v1.32.2+k3s1']];
      expect((await runbook(['plan', 'test-fault', '--out', plan, ...assume], { env: place.env })).code).toBe(3);
      for (const name of ['go', 'looked']) rmSync(join(place.dir, name));
      const { child, answer } = startRunbook(['run', '--plan', plan, '--yes', ...assume], { env: place.env });
      await expect.poll(() => existsSync(join(place.dir, 'looked')), { timeout: 30_000 }).toBe(true);
      child.kill('SIGHUP');
      expect((await answer).code).toBe(129);
      go(place);
      return place;
    };

    it('uses these again, and says so', async () => {
      const place = await begun();
      const { code, stdout, stderr } = await runbook(['resume', runsOf(place)[0] ?? '', '--yes'], { env: place.env });
      expect(stderr.replace(/\d{4}-[\d-]+T[\d:.]+Z/, '<time>')).toContain(
        '  As when it began: --assume k3s=v1.32.2+k3s1, and the plan that was saved at <time>.\n',
      );
      expect(stdout).toContain('K3s 1.32.2+k3s1 (assumed) is in the affected range');
      expect(code).toBe(0);
    });

    it('refuses when what the plan was made from is no longer so', async () => {
      const place = await begun();
      writeFileSync(join(place.dir, 'evidence'), 'yes, that one\n');
      const { code, stdout } = await runbook(['resume', runsOf(place)[0] ?? '', '--yes'], { env: place.env });
      expect([code, existsSync(join(place.dir, 'log'))]).toEqual([9, false]);
      expect(stdout).toContain('the saved plan no longer holds');
    });
  });

  it('refuses when the article, the target or the kept runbook is no longer what it was', async () => {
    const place = await killed();
    go(place);
    const article = join(place.root, 'runbooks', 'test-fault', 'runbook.json');
    const text = readFileSync(article, 'utf8');
    writeFileSync(article, text.replace('rm -f', 'rm'));
    expect(await runbook(['resume', '2'], { env: place.env })).toMatchObject({
      code: 9,
      stderr: expect.stringContaining('is not the one that') as string,
    });
    writeFileSync(article, text);
    const journal = readFileSync(fileOf(place), 'utf8');
    writeFileSync(fileOf(place), journal.replace(/"identity":\{[^}]*\}/, '"identity":{"kind":"known","of":"machine-id","id":"another"}'));
    expect(await runbook(['resume', '2'], { env: place.env })).toMatchObject({
      code: 9,
      stderr: expect.stringContaining('it is another machine') as string,
    });
    writeFileSync(fileOf(place), journal);
    writeFileSync(fileOf(place, 'runbook.json'), text.replace('rm -f', 'rm'));
    expect(await runbook(['undo', '2', '--yes'], { env: place.env })).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('it was changed afterwards') as string,
    });
    expect(logOf(place)).not.toContain('undo-mend');
  });

  it('tells a journal that was garbled, one of a newer version, and a run that there is not', async () => {
    const place = await killed();
    go(place);
    const journal = readFileSync(fileOf(place), 'utf8');
    const lines = journal.split('\n');
    writeFileSync(fileOf(place), [lines[0], lines[1]?.slice(0, 40), ...lines.slice(2)].join('\n'));
    expect(await runbook(['resume', '2'], { env: place.env })).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/journal\.jsonl line 2: it is not JSON/) as string,
    });
    writeFileSync(fileOf(place), [lines[0], ...lines.slice(2)].join('\n'));
    expect((await runbook(['runs', 'show', '2'], { env: place.env })).stderr).toContain(
      'line 2: its number is 3, so records are missing or in disorder',
    );
    writeFileSync(fileOf(place), journal.replace('"v":1', '"v":2'));
    expect((await runbook(['resume', '2'], { env: place.env })).stderr).toContain('was written by a newer runbook: version 2');
    expect((await runbook(['runs'], { env: place.env })).stdout).toContain('written by a newer runbook');
    const id = runsOf(place)[0] ?? '';
    const near = `${id.slice(0, -1)}${id.endsWith('0') ? '1' : '0'}`;
    expect(await runbook(['resume', near], { env: place.env })).toMatchObject({
      code: 2,
      stderr: expect.stringContaining(`Did you mean ${id}?`) as string,
    });
    expect((await runbook(['resume', 'nonsense'], { env: place.env })).stderr).toContain('`runbook runs` tells which there are.');
  });

  it('refuses a run that is still at work, or that has ended', async () => {
    const place = withScript('mend', 'echo began >>"$HOME/log"; until [ -e "$HOME/go" ]; do sleep 0.05; done; rm -f "$HOME/broken"');
    const { answer } = startRunbook(['run', 'test-fault', '--yes'], { env: place.env });
    await expect.poll(() => logOf(place), { timeout: 30_000 }).toEqual(['began']);
    expect(await runbook(['resume', '2'], { env: place.env })).toMatchObject({
      code: 9,
      stderr: expect.stringContaining('is still at work (process') as string,
    });
    expect((await runbook(['runs'], { env: place.env })).stdout).toContain('at work now');
    go(place);
    await answer;
    expect(await runbook(['resume', '2'], { env: place.env })).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('does not go on: it has ended: fixed') as string,
    });
  });

  it('asks for secrets again, since they were not written down', async () => {
    const secret = { name: 'PASS', title: 'The password', secret: true };
    const place = faultyPlace((one) => ({
      ...one,
      inputs: [secret],
      steps: one.steps.map((step) =>
        step.id === 'mend'
          ? {
              ...step,
              uses: ['PASS'],
              timeoutMs: 60_000,
              script:
                'echo began >>"$HOME/log"; until [ -e "$HOME/go" ]; do sleep 0.05; done; [ "$PASS" = "$(printf s3c%s r3t)" ] && rm -f "$HOME/broken"',
            }
          : step,
      ),
    }));
    const file = join(place.dir, 'secrets.yaml');
    writeFileSync(file, 'PASS: s3cr3t');
    const { child, answer } = startRunbook(['run', 'test-fault', '--yes', '--input-file', file], { env: place.env });
    await expect.poll(() => logOf(place), { timeout: 30_000 }).toEqual(['began']);
    child.kill('SIGKILL');
    await answer;
    expect(readFileSync(fileOf(place), 'utf8')).not.toContain('s3cr3t');
    go(place);
    expect(await runbook(['resume', '2'], { env: place.env })).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('PASS is needed') as string,
    });
    expect((await runbook(['resume', '2', '--input-file', file], { env: place.env })).code).toBe(0);
  });
});

describe('runbook undo', () => {
  it('takes back a run that had fixed it, when told to, and its journal tells of it', async () => {
    const place = faultyPlace();
    await runbook(['run', 'test-fault', '--yes'], { env: place.env });
    expect(await runbook(['undo', '2'], { env: place.env })).toMatchObject({
      code: 9,
      stdout: expect.stringContaining('it needs a yes') as string,
    });
    const { code, stdout } = await runbook(['undo', '2', '--yes'], { env: place.env });
    expect(told(place, stdout)).toMatchInlineSnapshot(`
      "
        A fault made for a test
        the run <run> is undone

        undo      ✓ Take back: undo-mend <time>

        undone: every change was undone, the cluster is as it was before
        it was asked for
        2 changes made.

      "
    `);
    expect(code).toBe(6);
    expect(logOf(place)).toEqual(['mend', 'undo-mend']);
    expect(await runbook(['undo', '2', '--yes'], { env: place.env })).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('There is nothing to take back') as string,
    });
  });

  it('asks at a terminal', async () => {
    const place = faultyPlace();
    await runbook(['run', 'test-fault', '--yes'], { env: place.env });
    const { code, stdout } = await runbookAtTerminal(['undo', '2'], 'y\n', place.env);
    expect(stdout).toContain('Undo what this run did (undo-mend)? [y/N]');
    expect([code, logOf(place)]).toEqual([6, ['mend', 'undo-mend']]);
  });

  it('says what stands and what to do when it fails, with exit 7, and can be tried again', async () => {
    const place = withScript('undo-mend', '[ -e "$HOME/go" ] && echo undo-mend >>"$HOME/log"');
    await runbook(['run', 'test-fault', '--yes'], { env: place.env });
    const { code, stdout, stderr } = await runbook(['undo', '2', '--yes'], { env: place.env });
    expect(stdout).toContain('These took effect, or may have, and were not undone: mend.');
    expect([code, told(place, stderr)]).toEqual([7, '  to take it back: runbook undo <run>\n\n']);
    go(place);
    expect((await runbook(['undo', '2', '--yes'], { env: place.env })).code).toBe(6);
  });
});

/** In a mount namespace of its own, where the state directory is that small. */
const onSmallDisk = ({ dir, env }: Place, filled: string) => {
  const script = `mkdir -p "$0"; mount -t tmpfs -o size=64k tmpfs "$0"; head -c ${filled} /dev/zero >"$0/filler" 2>/dev/null; exec "$@"`;
  const { status, stdout, stderr } = spawnSync(
    'unshare',
    ['-m', 'bash', '-c', script, join(dir, 'state'), process.execPath, MAIN, 'run', 'test-fault', '--yes'],
    { env, encoding: 'utf8' },
  );
  return { code: status, stdout, stderr };
};

describe('a full disk under the journal', () => {
  it('stops a run before its first change, wherever in the journal it becomes full', ({ skip }) => {
    if (process.getuid?.() !== 0) skip('only root can mount a small disk');
    const place = faultyPlace();
    for (const filled of ['65536', '61440', '57344']) {
      const { code, stderr } = onSmallDisk(place, filled);
      expect(stderr, filled).toMatch(/ENOSPC|no space left on device/);
      expect([code, logOf(place)], filled).toEqual([9, []]);
      expect(stderr).toContain('Nothing was changed.');
    }
  });

  it('in the middle of a fix names what stands', ({ skip }) => {
    if (process.getuid?.() !== 0) skip('only root can mount a small disk');
    const place = withScript(
      'mend',
      'echo began >>"$HOME/log"; rm "$HOME/broken"; head -c 70000 /dev/zero >"$XDG_STATE_HOME/filler" || true',
    );
    const { code, stderr } = onSmallDisk(place, '0');
    expect([code, stderr]).toEqual([7, expect.stringContaining('These took effect, or may have: mend.')]);
    expect(stderr).toContain('runbook resume');
  });
});

describe('runbook runs', () => {
  it('lists what is kept, tells the story of one, and exports it', async () => {
    const place = await killed();
    go(place);
    expect(told(place, (await runbook(['runs'], { env: place.env })).stdout)).toMatchInlineSnapshot(`
      "<run>  test-fault  this machine  killed  just now
      "
    `);
    const { stdout } = await runbook(['runs', 'show', '2'], { env: place.env });
    expect(told(place, stdout).replace(/\d{4}-\d\d-\d\d \d\d:\d\d UTC/, '<at>')).toMatchInlineSnapshot(`
      "
        <run> · <at> · just now

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
                  │ echo began >>"$HOME/log"; until [ -e "$HOME/go" ]; do sleep 0.05; done; rm -f "$HOME/broken"; echo ended >>"$HOME/log"

                  other ways: By hand (--resolution by-hand)

        It was killed while mend was running: whether that took effect is unknown.
        to go on: runbook resume <run>
        to take it back: runbook undo <run>

      "
    `);
    expect((await runbook(['runs', 'show', '2', '--lang', 'zh-cn'], { env: place.env })).stdout).toContain('执行 mend 时被强制终止');
    await runbook(['resume', '2'], { env: place.env });
    expect((await runbook(['runs', 'export', '2'], { env: place.env })).stdout).toMatch(/^## A fault made for a test/);
    expect(JSON.parse((await runbook(['runs', 'export', '2', '--format', 'json'], { env: place.env })).stdout)).toMatchObject({
      verdict: { kind: 'fixed' },
    });
    expect((await runbook(['runs', 'export', '2', '--format', 'junit'], { env: place.env })).stdout).toContain('<testsuite');
  });

  it('says that there is none', async () => {
    const place = faultyPlace();
    expect((await runbook(['runs'], { env: place.env })).stdout).toBe('No run is kept here.\n');
    rmSync(place.dir, { recursive: true });
  });
});
