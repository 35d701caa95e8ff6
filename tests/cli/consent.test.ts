import { existsSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Runbook } from '../../src/domain/runbook.ts';
import { conversation, faultyPlace, runbook } from '../helpers/cli.ts';
import type { Place } from '../helpers/cli.ts';
import { action } from '../helpers/runbook.ts';

const none = { kind: 'none', reason: 'no way back' } as const;

/** One change that is reversible, one that interrupts, one that destroys. */
const mixed = () =>
  faultyPlace((one) => ({
    ...one,
    steps: [
      ...one.steps,
      action('restart', 'echo restart >>"$HOME/log"', { risk: 'disruptive', undo: none }),
      action('wipe', 'echo wipe >>"$HOME/log"', { risk: 'destructive', undo: none }),
    ],
    resolutions: [{ kind: 'steps', id: 'do-it', recommended: true, steps: ['mend', 'restart', 'wipe'] }],
  }));
const logOf = ({ dir }: Place) => (existsSync(join(dir, 'log')) ? readFileSync(join(dir, 'log'), 'utf8').trim().split('\n') : []);
const begunIn = ({ dir }: Place): string[] => {
  const runs = join(dir, 'state', 'kubemend', 'runs');
  const text = readFileSync(join(runs, readdirSync(runs)[0] ?? '', 'journal.jsonl'), 'utf8');
  return text.split('\n').filter((line) => line.includes('"type":"step.started"') && line.includes('"phase":"fix"'));
};

const EN = {
  once: 'Do this now?',
  interrupts: 'restart interrupts what is running',
  destroys: 'wipe destroys data. To do it, type the name of the target, as it stands here:\r\n      this machine\r\n',
};
const ZH = {
  once: '现在执行吗？',
  interrupts: 'restart 会中断正在运行的服务',
  destroys: 'wipe 会丢失数据。确定要执行，请原样输入目标名称：\r\n      this machine\r\n',
};

describe.each([
  ['en', EN, 'this machine'],
  ['zh-cn', ZH, 'this machine'],
] as const)('at a terminal, in %s', (lang, asks, name) => {
  const run = ['run', 'test-fault', '--lang', lang];

  it('what is reversible is asked once, what interrupts by itself, what destroys by the name of the target', async () => {
    const place = mixed();
    const turns: [string, string][] = [
      [asks.once, 'y\n'],
      [asks.interrupts, 'y\n'],
      [asks.destroys, `${name}\n`],
    ];
    const { code, stdout } = await conversation(run, turns, place.env);
    expect([code, logOf(place)], stdout).toEqual([0, ['mend', 'restart', 'wipe']]);
  });

  it('a name that is not the target’s destroys nothing, and nothing before it was begun', async () => {
    const place = mixed();
    const { code } = await conversation(
      run,
      [
        [asks.once, 'y\n'],
        [asks.interrupts, 'y\n'],
        [asks.destroys, 'yes\n'],
      ],
      place.env,
    );
    expect([code, logOf(place), begunIn(place)]).toEqual([9, [], []]);
  });
});

describe('without a terminal', () => {
  it('only what is allowed by name is done: otherwise nothing is begun', async () => {
    for (const flags of [[], ['--yes'], ['--yes', '--allow', 'disruptive'], ['--allow', 'disruptive,destructive']]) {
      const place = mixed();
      const { code } = await runbook(['run', 'test-fault', ...flags], { env: place.env });
      expect([code, logOf(place), begunIn(place)], flags.join(' ')).toEqual([9, [], []]);
    }
    const place = mixed();
    expect((await runbook(['run', 'test-fault', '--yes', '--allow', 'disruptive,destructive'], { env: place.env })).code).toBe(0);
    expect(logOf(place)).toEqual(['mend', 'restart', 'wipe']);
  });
});

describe('a way that a person goes', () => {
  const byHand = (one: Runbook): Runbook => ({
    ...one,
    resolutions: one.resolutions.map((way) => ({ ...way, recommended: way.id === 'by-hand' })),
  });

  it('is told with the other ways, and ends without a terminal: none of them is taken instead', async () => {
    const place = faultyPlace(byHand);
    const { code, stdout } = await runbook(['run', 'test-fault', '--yes'], { env: place.env });
    expect(stdout).toContain('Type this.');
    expect(stdout).toContain('other ways: Do it (--resolution do-it)');
    expect([code, logOf(place)]).toEqual([3, []]);
  });

  it('is verified when the person says that it is done, and not believed', async () => {
    const place = faultyPlace(byHand);
    const believed = await conversation(['run', 'test-fault'], [['Type y when you have done it', 'y\n']], place.env);
    expect([believed.code, logOf(place)]).toEqual([8, []]);
    const done = faultyPlace(byHand);
    const run = conversation(['run', 'test-fault', '--lang', 'zh-cn'], [['做完请输入 y', 'y\n']], done.env);
    const watch = setInterval(() => {
      if (existsSync(join(done.dir, 'state', 'kubemend', 'runs')) && hasAsked(done)) rmSync(join(done.dir, 'broken'), { force: true });
    }, 20);
    expect((await run.finally(() => clearInterval(watch))).code).toBe(0);
  });
});

const hasAsked = ({ dir }: Place): boolean => {
  const runs = join(dir, 'state', 'kubemend', 'runs');
  return readdirSync(runs).some(
    (run) =>
      existsSync(join(runs, run, 'journal.jsonl')) && readFileSync(join(runs, run, 'journal.jsonl'), 'utf8').includes('"what":"manual"'),
  );
};
