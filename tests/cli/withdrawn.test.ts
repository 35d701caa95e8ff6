import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Runbook } from '../../src/domain/runbook.ts';
import { faultyPlace, runbook, startRunbook } from '../helpers/cli.ts';

const withdrawn = (one: Runbook): Runbook => ({
  ...one,
  withdrawn: { since: '2026-11-01', instead: 'better-fix' },
  text: { ...one.text, en: { ...one.text.en, withdrawn: 'The fix loses the volumes of Pods that are being deleted.' } },
});

describe('an article that is withdrawn', () => {
  it.each(['run', 'plan'])('is refused by %s, before anything is looked at', async (command) => {
    const { env, dir } = faultyPlace(withdrawn);
    const { code, stdout, stderr } = await runbook([command, 'test-fault', '--force'], { env });
    expect([code, stdout, existsSync(join(dir, 'log'))]).toEqual([9, '', false]);
    if (command === 'run')
      expect(stderr).toMatchInlineSnapshot(`
      "
        The article was withdrawn [withdrawn]
        test-fault was withdrawn on 2026-11-01: The fix loses the volumes of Pods that are being deleted.
        Use this one instead: runbook run better-fix
        Nothing was changed.

      "
    `);
  });

  it('is refused too where a plan for it was saved before', async () => {
    const before = faultyPlace();
    const plan = join(before.dir, 'plan.json');
    await runbook(['plan', 'test-fault', '--out', plan], { env: before.env });
    const { code, stderr } = await runbook(['run', '--plan', plan, '--yes'], {
      env: { ...before.env, KUBEMEND_ROOT: faultyPlace(withdrawn).root },
    });
    expect([code, stderr]).toEqual([9, expect.stringContaining('[withdrawn]')]);
  });

  it('can still be diagnosed, which only reads, and says what it is', async () => {
    const { env } = faultyPlace(withdrawn);
    const { code, stderr } = await runbook(['diagnose', 'test-fault'], { env });
    expect([code, stderr]).toEqual([3, expect.stringContaining('Withdrawn since 2026-11-01')]);
  });

  it('is left out of doctor', async () => {
    const { env } = faultyPlace(withdrawn);
    const { code, stdout } = await runbook(['doctor', '--json'], { env });
    expect([code, JSON.parse(stdout)]).toMatchObject([0, { examinations: [] }]);
  });

  it('is listed and shown as what it is', async () => {
    const { env } = faultyPlace(withdrawn);
    expect((await runbook(['list'], { env })).stdout).toMatchInlineSnapshot(`
      "test-fault  KM9001  A fault made for a test (withdrawn)
      "
    `);
    const listed = JSON.parse((await runbook(['list', '--json'], { env })).stdout) as { articles: { withdrawn: unknown }[] };
    expect(listed.articles[0]?.withdrawn).toMatchObject({ since: '2026-11-01', instead: 'better-fix' });
    expect((await runbook(['show', 'test-fault'], { env })).stdout).toMatchInlineSnapshot(`
      "
        A fault made for a test
        KM9001 · test-fault

                  Withdrawn since 2026-11-01: do not follow it any more.
                  The fix loses the volumes of Pods that are being deleted.
                  Instead: runbook show better-fix

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


        upstream  

      "
    `);
    expect((await runbook(['show', 'test-fault', '--lang', 'zh-cn'], { env })).stdout).toContain('已于 2026-11-01 撤回');
  });

  it('does not go on with a run that was begun before, but takes it back', async () => {
    const slow = (one: Runbook): Runbook => ({
      ...one,
      steps: one.steps.map((step) =>
        step.id === 'mend' ? { ...step, script: `rm "$HOME/broken"; echo >"$HOME/log"; sleep 60`, timeoutMs: 60_000 } : step,
      ),
    });
    const began = faultyPlace(slow);
    const { child, answer } = startRunbook(['run', 'test-fault', '--yes'], { env: began.env });
    await expect.poll(() => existsSync(join(began.dir, 'log')), { timeout: 30_000 }).toBe(true);
    child.kill('SIGHUP');
    expect((await answer).code).toBe(129);
    const [run = ''] = readdirSync(join(began.dir, 'state', 'kubemend', 'runs'));
    const file = join(began.root, 'runbooks', 'test-fault', 'runbook.json');
    writeFileSync(file, JSON.stringify(withdrawn(JSON.parse(readFileSync(file, 'utf8')) as Runbook)));
    const resumed = await runbook(['resume', run, '--yes'], { env: began.env });
    expect([resumed.code, resumed.stderr]).toEqual([9, expect.stringContaining(`runbook undo ${run}`)]);
    expect((await runbook(['undo', run, '--yes'], { env: began.env })).code).toBe(6);
    expect(existsSync(join(began.dir, 'broken'))).toBe(true);
  });
});
