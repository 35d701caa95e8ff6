import { existsSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { planFileSchema } from '../../src/domain/plan-file.ts';
import type { PlanFile } from '../../src/domain/plan-file.ts';
import type { Runbook } from '../../src/domain/runbook.ts';
import { faultyPlace, runbook, withoutTimes } from '../helpers/cli.ts';
import type { Place } from '../helpers/cli.ts';
import { action } from '../helpers/runbook.ts';

const logOf = ({ dir }: Place) => (existsSync(join(dir, 'log')) ? readFileSync(join(dir, 'log'), 'utf8').trim().split('\n') : []);
const runbookFile = ({ root }: Place) => join(root, 'runbooks', 'test-fault', 'runbook.json');
const edit = (place: Place, change: (runbook: Runbook) => Runbook) =>
  writeFileSync(runbookFile(place), JSON.stringify(change(JSON.parse(readFileSync(runbookFile(place), 'utf8')) as Runbook)));

/** The fault is whatever the file `broken` holds; two ways to fix it, and two inputs, one of them secret. */
const place = () =>
  faultyPlace((one) => ({
    ...one,
    inputs: [
      { name: 'PORT', title: 'A port', pattern: '/^[0-9]+$/', default: '80', secret: false },
      { name: 'TOKEN', title: 'A token', secret: true },
    ],
    steps: [
      ...one.steps.map((step) =>
        step.id === 'broken'
          ? { ...step, script: 'if [ -e "$HOME/broken" ]; then echo "yes$(cat "$HOME/broken")"; else echo no; fi' }
          : step,
      ),
      action('rename', 'mv "$HOME/broken" "$HOME/was-broken"; echo rename >>"$HOME/log"', {
        undo: { kind: 'none', reason: 'it is only a name' },
      }),
    ],
    resolutions: [...one.resolutions, { kind: 'steps', id: 'other', recommended: false, steps: ['rename'] }],
  }));

const SECRET = 'hunter2-and-more';
/** The file with the secret, rewritten for each use: a secret is not given in a command line. */
const withSecret = (at: Place, secret = SECRET): string[] => {
  const file = join(at.dir, 'inputs.yaml');
  writeFileSync(file, `TOKEN: ${secret}\n`);
  return ['--input-file', file];
};

const saved = async (at: Place, more: string[] = []): Promise<{ file: string; plan: PlanFile; stderr: string }> => {
  const file = join(at.dir, 'plan.json');
  const { code, stderr } = await runbook(['plan', 'test-fault', '--out', file, ...withSecret(at), ...more], { env: at.env });
  expect(code, stderr).toBe(3);
  return { file, plan: planFileSchema.parse(JSON.parse(readFileSync(file, 'utf8'))), stderr };
};

const follow = (at: Place, file: string, more: string[] = withSecret(at)) =>
  runbook(['run', '--plan', file, '--yes', ...more], { env: at.env });

describe('runbook plan', () => {
  it('says what is done, why in this way, at what risk, with what rights, and how it is undone', async () => {
    const at = faultyPlace((one) => ({
      ...one,
      steps: one.steps.map((step) => (step.kind === 'undo' ? { ...step, needs: [{ kind: 'root' }] } : step)),
    }));
    const { code, stdout } = await runbook(['plan', 'test-fault'], { env: at.env });
    const plan = stdout.slice(stdout.indexOf('plan  '));
    expect(withoutTimes(plan.replaceAll(at.dir, '<dir>'))).toMatchInlineSnapshot(`
      "plan      Do it
                  why: the recommended way; broken? yes
                  downtime: none · loses: nothing

                  Do mend (mend)
                  reversible · as root · undo: Take back: undo-mend
                  │ rm <dir>/broken; echo mend >><dir>/log

                  other ways: By hand (--resolution by-hand)


        the fault is here
        Nothing was changed.

      "
    `);
    expect([code, logOf(at)]).toEqual([3, []]);
  });

  it('saves the plan for its owner alone, whole or not at all, and says how to follow it', async () => {
    const at = place();
    const { file, plan, stderr } = await saved(at);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(stderr).toContain(`runbook run --plan ${file}`);
    expect(plan.bound.inputs['PORT']).toEqual({ kind: 'shown', value: '80' });
    expect(readFileSync(file, 'utf8')).not.toContain(SECRET);
    expect(readdirSync(at.dir).filter((name) => name.includes('plan'))).toEqual(['plan.json']);
  });

  it('saves none where there is nothing to do, or where it cannot be written', async () => {
    const at = place();
    rmSync(join(at.dir, 'broken'));
    const file = join(at.dir, 'plan.json');
    const healthy = await runbook(['plan', 'test-fault', '--out', file, ...withSecret(at)], { env: at.env });
    expect([healthy.code, existsSync(file), healthy.stderr]).toEqual([0, false, expect.stringContaining('no file was written')]);

    const nowhere = place();
    const unwritten = await runbook(['plan', 'test-fault', '--out', '/proc/plan.json', ...withSecret(nowhere)], { env: nowhere.env });
    expect([unwritten.code, unwritten.stderr]).toEqual([2, expect.stringContaining('[not-written]')]);
  });

  it('takes another way only when it is named', async () => {
    const { plan } = await saved(place(), ['--resolution', 'other']);
    expect(plan.plan).toMatchObject({ kind: 'steps', resolution: 'other', others: ['do-it', 'by-hand'] });
    const at = place();
    expect((await runbook(['plan', 'test-fault', '--resolution', 'magic', ...withSecret(at)], { env: at.env })).stderr).toContain(
      'It has: do-it, by-hand, other.',
    );
  });
});

describe('runbook run --plan', () => {
  it('follows a plan that holds, with its inputs and its way', async () => {
    const at = place();
    const { file } = await saved(at, ['--resolution', 'other', '--input', 'PORT=443']);
    const { code, stdout, stderr } = await follow(at, file);
    expect([code, logOf(at)], stdout + stderr).toEqual([0, ['rename']]);
  });

  const refusals: [what: string, says: string, how: (at: Place, file: string) => string[] | void][] = [
    ['the runbook', 'the runbook is another', (at) => edit(at, (one) => ({ ...one, verify: { ...one.verify, samples: 4 } }))],
    ['an input', 'the input PORT is another ("80" in the plan, "443" now)', () => ['--input', 'PORT=443']],
    ['a secret', 'the secret input TOKEN is another', (at) => withSecret(at, 'not-the-same')],
    ['the way', 'the way to fix it is another (do-it in the plan, other now)', () => ['--resolution', 'other']],
    ['the diagnosis', 'broken found "yes" in the plan, and "yes twice" now', (at) => writeFileSync(join(at.dir, 'broken'), ' twice')],
    [
      'the target',
      'the target is another (machine-id',
      (_, file) => rewrite(file, (plan) => (plan.bound.target = { kind: 'known', of: 'machine-id', id: 'other' })),
    ],
    [
      'the text of a change in the file',
      'the changes that it lists are not those of the runbook',
      (_, file) =>
        rewrite(file, (plan) => plan.plan.kind === 'steps' && plan.plan.actions[0] && (plan.plan.actions[0].action.script = 'true')),
    ],
  ];
  const rewrite = (file: string, change: (plan: PlanFile) => unknown): void => {
    const plan = JSON.parse(readFileSync(file, 'utf8')) as PlanFile;
    change(plan);
    writeFileSync(file, JSON.stringify(plan));
  };

  it.each(refusals)('refuses when %s has changed, and says which', async (_, says, how) => {
    const at = place();
    const { file } = await saved(at);
    const more = how(at, file) ?? [];
    const { code, stdout } = await follow(at, file, [...(more.includes('--input-file') ? [] : withSecret(at)), ...more]);
    expect(stdout.replaceAll(/\s+/g, ' ')).toContain(says);
    expect(stdout).toContain('Nothing was changed.');
    expect([code, logOf(at)]).toEqual([9, []]);
  });

  it('tells a file that is no plan, one of a newer version, and one that is not there', async () => {
    const at = place();
    const file = join(at.dir, 'plan.json');
    const told = async (text: string | null) => {
      if (text !== null) writeFileSync(file, text);
      const { code, stderr } = await follow(at, file);
      return [code, stderr.replaceAll(at.dir, '<dir>')];
    };
    expect(await told(null)).toEqual([2, expect.stringContaining('cannot be read as a plan: ENOENT')]);
    expect(await told('{')).toEqual([2, expect.stringContaining('cannot be read as a plan')]);
    expect(await told('{"kind":"kubemend-plan","schema":2}')).toEqual([2, expect.stringContaining('was written by a newer runbook')]);
    expect(await told('{"kind":"kubemend-plan","schema":1}')).toEqual([2, expect.stringContaining('<dir>/plan.json is no plan: at:')]);
  });

  it('wants an article where there is no plan that names one', async () => {
    const { code, stderr } = await runbook(['run'], { env: place().env });
    expect([code, stderr]).toEqual([2, expect.stringContaining('needs the name of an article')]);
  });
});
