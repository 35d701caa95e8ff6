import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkupLineSchema, checkupSchema } from '../../src/domain/checkup.ts';
import { runbookSchema } from '../../src/domain/runbook.ts';
import type { Runbook } from '../../src/domain/runbook.ts';
import { envIn, runbook, startRunbook } from '../helpers/cli.ts';
import { action, probe, runbookOf, undo } from '../helpers/runbook.ts';
import { tempDir } from '../helpers/temp-dir.ts';

type Known = { slug: string; script: string; risk?: 'reversible' | 'disruptive' | 'destructive'; range?: string } & Partial<Runbook>;

const known = ({ slug, script, risk = 'reversible', range, ...more }: Known, at: number): Runbook => {
  const steps = [
    probe('diagnose', 'broken', script),
    action('mend', 'touch "$HOME/changed"', { risk }),
    undo('undo-mend', 'true'),
    probe('verify', 'alive', 'echo yes'),
  ];
  const made = runbookOf(steps, { slug, id: `KM900${at + 1}`, ...more });
  made.text.en.title = `The fault ${slug}`;
  const affects = range === undefined ? [] : [{ component: 'k3s' as const, range, certainty: 'exact' as const, known: [], required: true }];
  return runbookSchema.parse({ ...made, affects });
};

/** A checkout with these articles, and no tool of a cluster. */
const place = (...all: Known[]) => {
  const dir = tempDir();
  for (const one of all.map(known)) {
    const folder = join(dir, 'root', 'runbooks', one.slug);
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'runbook.json'), JSON.stringify(one));
  }
  return { dir, env: envIn(dir) };
};

const PRESENT = 'echo "yes: 3 stale rules"';
const ABSENT = 'echo no';
const ASSUME = ['--assume', 'k3s=v1.32.2+k3s1'];

const everything = () =>
  place(
    { slug: 'healthy-one', script: ABSENT, range: '>=1.32.0+k3s1' },
    { slug: 'mild', script: PRESENT, range: '>=1.32.0+k3s1' },
    { slug: 'other-version', script: PRESENT, range: '<1.30.0+k3s1' },
    { slug: 'blind', script: 'echo "permission denied" >&2; exit 1', range: '>=1.32.0+k3s1' },
    { slug: 'asks', script: PRESENT, range: '*', inputs: [{ name: 'IMAGE', title: 'Which image?', secret: false }] },
    { slug: 'severe', script: PRESENT, risk: 'destructive', range: '>=1.32.0+k3s1' },
    { slug: 'unsure', script: PRESENT, risk: 'destructive' },
  );

describe('runbook doctor', () => {
  it('tells what is here first, the most certain and the costliest to mend before the others, and what to type next', async () => {
    const { env } = everything();
    const { code, stdout } = await runbook(['doctor', ...ASSUME], { env });
    expect(stdout).toMatchInlineSnapshot(`
      "
        on this machine

        ✗ The fault severe
          severe · KM9006 · affected — K3s 1.32.2+k3s1 (assumed) is in the affected
          range (>=1.32.0+k3s1).
          It is here.
          yes: 3 stale rules
          next  runbook plan severe --assume k3s=v1.32.2+k3s1

        ✗ The fault mild
          mild · KM9002 · affected — K3s 1.32.2+k3s1 (assumed) is in the affected
          range (>=1.32.0+k3s1).
          It is here.
          yes: 3 stale rules
          next  runbook plan mild --assume k3s=v1.32.2+k3s1

        ✗ The fault unsure
          unsure · KM9007 · unknown
          It is here.
          yes: 3 stale rules
          next  runbook plan unsure --assume k3s=v1.32.2+k3s1

        ? The fault blind
          blind · KM9004 · affected — K3s 1.32.2+k3s1 (assumed) is in the affected
          range (>=1.32.0+k3s1).
          It could not be determined. broken: it ended with exit code 1: permission
          denied
          next  runbook diagnose blind --assume k3s=v1.32.2+k3s1

        ? The fault asks
          asks · KM9005 · affected — K3s 1.32.2+k3s1 (assumed) is in the affected
          range (*).
          Not looked for: it needs the input IMAGE
          next  runbook diagnose asks --assume k3s=v1.32.2+k3s1 --input IMAGE=…

        ✓ not here
          healthy-one

        · not about this cluster
          other-version — K3s 1.32.2+k3s1 (assumed) is outside the affected range
          (<1.30.0+k3s1).

        3 known faults are here. 2 could not be determined.

      "
    `);
    expect(code).toBe(3);
  });

  it('tells the same in Chinese', async () => {
    const { env } = everything();
    const { stdout } = await runbook(['doctor', '--lang', 'zh-cn', ...ASSUME], { env });
    expect(stdout).toMatchInlineSnapshot(`
      "
        目标：this machine

        ✗ The fault severe
          severe · KM9006 · 受影响 — K3s 1.32.2+k3s1（假定）在受影响的版本范围
          （>=1.32.0+k3s1）之内。
          存在该故障。
          yes: 3 stale rules
          下一步  runbook plan severe --assume k3s=v1.32.2+k3s1

        ✗ The fault mild
          mild · KM9002 · 受影响 — K3s 1.32.2+k3s1（假定）在受影响的版本范围
          （>=1.32.0+k3s1）之内。
          存在该故障。
          yes: 3 stale rules
          下一步  runbook plan mild --assume k3s=v1.32.2+k3s1

        ✗ The fault unsure
          unsure · KM9007 · 未知
          存在该故障。
          yes: 3 stale rules
          下一步  runbook plan unsure --assume k3s=v1.32.2+k3s1

        ? The fault blind
          blind · KM9004 · 受影响 — K3s 1.32.2+k3s1（假定）在受影响的版本范围
          （>=1.32.0+k3s1）之内。
          无法判断。broken：it ended with exit code 1: permission denied
          下一步  runbook diagnose blind --assume k3s=v1.32.2+k3s1

        ? The fault asks
          asks · KM9005 · 受影响 — K3s 1.32.2+k3s1（假定）在受影响的版本范围（*）之
          内。
          没有检查，要先提供 IMAGE
          下一步  runbook diagnose asks --assume k3s=v1.32.2+k3s1 --input IMAGE=…

        ✓ 没有发现
          healthy-one

        · 与这个集群无关
          other-version — K3s 1.32.2+k3s1（假定）不在受影响的版本范围（<1.30.0+k3s1）
          之内。

        发现 3 个已知的故障。2 个无法判断。

      "
    `);
  });

  it('is a document of its published schema with --json', async () => {
    const { env } = everything();
    const { code, stdout } = await runbook(['doctor', '--json', ...ASSUME], { env });
    const checkup = checkupSchema.parse(JSON.parse(stdout));
    expect([code, checkup.exitCode]).toEqual([3, 3]);
    expect(checkup.examinations.map(({ slug, kind }) => `${slug}: ${kind}`)).toEqual([
      'severe: present',
      'mild: present',
      'unsure: present',
      'blind: untold',
      'asks: needs-input',
      'healthy-one: absent',
      'other-version: not-applicable',
    ]);
    expect(checkup.environment.components.k3s).toMatchObject({ version: 'v1.32.2+k3s1', assumed: true });
  });

  it('tells each article as soon as it is examined with --jsonl', async () => {
    const { env } = place({ slug: 'slow', script: `sleep 1; ${PRESENT}` }, { slug: 'quick', script: ABSENT });
    const { stdout } = await runbook(['doctor', '--jsonl'], { env });
    const lines = stdout
      .trim()
      .split('\n')
      .map((line) => checkupLineSchema.parse(JSON.parse(line)));
    expect(lines.map((line) => (line.type === 'article.examined' ? line.examination.slug : line.type))).toEqual([
      'version',
      'quick',
      'slow',
      'doctor.ended',
    ]);
  });

  it('changes nothing and keeps no journal', async () => {
    const { dir, env } = everything();
    await runbook(['doctor', ...ASSUME], { env });
    expect([existsSync(join(dir, 'changed')), existsSync(join(dir, 'state'))]).toEqual([false, false]);
  });

  it.each<[string, Known[], number]>([
    ['nothing is here', [{ slug: 'one', script: ABSENT }], 0],
    [
      'something is here, whatever could not be told',
      [
        { slug: 'one', script: PRESENT },
        { slug: 'two', script: 'exit 1' },
      ],
      3,
    ],
    [
      'something could not be told',
      [
        { slug: 'one', script: ABSENT },
        { slug: 'two', script: 'exit 1' },
      ],
      4,
    ],
    ['something would have to be asked', [{ slug: 'one', script: ABSENT, inputs: [{ name: 'IMAGE', title: 'Which?', secret: false }] }], 4],
    ['no article is about this cluster', [{ slug: 'one', script: PRESENT, range: '<1.0.0+k3s1' }], 5],
    ['there are no articles', [], 0],
  ])('ends by exit code when %s', async (_title, all, code) => {
    const { dir, env } = place(...all);
    mkdirSync(join(dir, 'root', 'runbooks'), { recursive: true });
    expect((await runbook(['doctor', ...ASSUME], { env })).code).toBe(code);
  });

  it('looks at what does not apply too, with --force', async () => {
    const { env } = place({ slug: 'one', script: PRESENT, range: '<1.0.0+k3s1' });
    expect((await runbook(['doctor', '--force', ...ASSUME], { env })).code).toBe(3);
  });

  it('stops at an interrupt, and says so by its exit code', async () => {
    const { dir, env } = place({ slug: 'one', script: 'touch "$HOME/begun"; sleep 60' });
    const { child, answer } = startRunbook(['doctor'], { env });
    while (!existsSync(join(dir, 'begun'))) await new Promise((resolve) => setTimeout(resolve, 20));
    child.kill('SIGINT');
    expect((await answer).code).toBe(130);
  });
});
