import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Runbook } from '../../src/domain/runbook.ts';
import { action, fileFault, probe, runbookOf, undo } from '../helpers/runbook.ts';
import { runIt } from '../helpers/run.ts';
import { tempDir } from '../helpers/temp-dir.ts';

let dir: string;
const touch = (name: string) => writeFileSync(join(dir, name), '');
const has = (name: string) => existsSync(join(dir, name));
const log = () => (has('log') ? readFileSync(join(dir, 'log'), 'utf8').trim().split('\n') : []);
const faultRunbook = (more: Partial<Runbook> = {}) => {
  const { diagnose, verify, fix, undo: back } = fileFault(dir);
  return runbookOf([diagnose, fix, back, verify], more);
};

beforeEach(() => {
  dir = tempDir();
  touch('broken');
  touch('alive');
});

describe('a run', () => {
  it('goes from the gate to the verify, and a second one changes nothing', async () => {
    const first = await runIt(faultRunbook());
    expect(first.verdict).toEqual({ kind: 'fixed' });
    expect(first.steps).toEqual(['needs', 'broken', 'mend', 'broken', 'alive']);

    const second = await runIt(faultRunbook());
    expect(second.verdict).toEqual({ kind: 'healthy' });
    expect(second.steps).toEqual(['needs', 'broken']);
    expect(second.events.at(-1)).toMatchObject({ type: 'run.ended', changes: 0 });
  });

  it('announces every step before it does it', async () => {
    const { events } = await runIt(faultRunbook());
    const types = events.map((event) => event.type).filter((type) => type === 'step.started' || type === 'step.ended');
    expect(types.every((type, at) => type === (at % 2 === 0 ? 'step.started' : 'step.ended'))).toBe(true);
  });

  it('changes nothing when a probe cannot tell: exit 1, exit 127, a time-out, no answer, both answers', async () => {
    const scripts = ['exit 1', 'no-such-tool', 'sleep 60', 'echo maybe', 'echo yes; echo no', 'echo yes; exit 3'];
    for (const script of scripts) {
      const runbook = faultRunbook();
      const steps = runbook.steps.map((step) => (step.id === 'broken' ? { ...step, script, timeoutMs: 300 } : step));
      const { verdict } = await runIt({ ...runbook, steps });
      expect(verdict, script).toMatchObject({ kind: 'undetermined', step: 'broken' });
    }
    expect(log()).toEqual([]);
  });

  it('says what is missing before the first step, and does half of nothing', async () => {
    const runbook = faultRunbook();
    const needs = [{ kind: 'tool' as const, any: ['no-such-tool', 'nor-this'] }];
    const steps = runbook.steps.map((step) => (step.id === 'mend' ? { ...step, needs } : step));
    const { verdict, steps: begun } = await runIt({ ...runbook, steps });
    expect(verdict).toEqual({ kind: 'undetermined', step: 'needs', reason: 'missing no-such-tool or nor-this' });
    expect(begun).toEqual(['needs']);
  });

  it('stops at a precheck that does not hold', async () => {
    const runbook = faultRunbook();
    const { verdict } = await runIt({ ...runbook, steps: [probe('precheck', 'running', 'echo no'), ...runbook.steps] });
    expect(verdict).toEqual({ kind: 'undetermined', step: 'running', reason: 'no' });
  });

  it('hands declared outputs to the steps that use them, byte for byte, and nothing else', async () => {
    const hard = `a "b" 'c' $(touch ${dir}/pwned) \`id\` \\ -n`;
    const speak = probe(
      'precheck',
      'speak',
      `printf 'value %s\\n' ${JSON.stringify(hard).replaceAll('$', '\\$').replaceAll('`', '\\`')} 'second'; echo yes; export LEAK=1`,
      { outputs: { VALUE: '/^value (.*)$/' } },
    );
    const hear = probe('diagnose', 'hear', `printf '%s' "$VALUE" >${dir}/heard; echo "\${LEAK-none}" >>${dir}/heard; echo no`, {
      uses: ['VALUE'],
    });
    const runbook = faultRunbook();
    await runIt({ ...runbook, steps: [speak, hear, ...runbook.steps] });
    expect(readFileSync(join(dir, 'heard'), 'utf8')).toBe(`${hard}\nsecondnone\n`);
    expect(has('pwned')).toBe(false);
  });

  it('takes an output that was declared but not printed as not knowing', async () => {
    const runbook = faultRunbook();
    const mute = probe('precheck', 'mute', 'echo yes', { outputs: { VALUE: '/^value (.*)$/' } });
    const { verdict } = await runIt({ ...runbook, steps: [mute, ...runbook.steps] });
    expect(verdict).toEqual({ kind: 'undetermined', step: 'mute', reason: 'it did not print VALUE' });
  });
});

describe('verify', () => {
  it('is not fooled by a fix that does nothing', async () => {
    const runbook = faultRunbook();
    const steps = runbook.steps.map((step) => (step.id === 'mend' ? { ...step, script: 'true' } : step));
    const { verdict } = await runIt({ ...runbook, steps });
    expect(verdict).toMatchObject({ kind: 'undone', failed: 'broken' });
  });

  it('is not fooled by a fix that deletes the workload with the fault', async () => {
    const runbook = faultRunbook();
    const steps = runbook.steps.map((step) => (step.id === 'mend' ? { ...step, script: `rm ${dir}/broken ${dir}/alive` } : step));
    const { verdict } = await runIt({ ...runbook, steps });
    expect(verdict).toMatchObject({ kind: 'undone', failed: 'alive' });
  });

  it('wants health to last: one that flickers is not fixed', async () => {
    const flicker = probe(
      'verify',
      'flicker',
      `n=$(wc -c <${dir}/count); printf x >>${dir}/count; [ $((n % 3)) -lt 2 ] && echo yes || echo no`,
    );
    touch('count');
    const runbook = faultRunbook();
    const { verdict } = await runIt({
      ...runbook,
      steps: [...runbook.steps, flicker],
      verify: { withinMs: 900, everyMs: 40, stableMs: 600, samples: 3 },
    });
    expect(verdict).toMatchObject({ kind: 'undone', failed: 'flicker' });
  });

  it('waits for what needs a moment', async () => {
    const slow = probe('verify', 'slow', `printf x >>${dir}/count; [ "$(wc -c <${dir}/count)" -gt 3 ] && echo yes || echo no`);
    const runbook = faultRunbook();
    const { verdict } = await runIt({
      ...runbook,
      steps: [...runbook.steps, slow],
      verify: { withinMs: 3000, everyMs: 20, stableMs: 100, samples: 3 },
    });
    expect(verdict).toEqual({ kind: 'fixed' });
  });
});

describe('undo', () => {
  const two = (second: string, more = {}) =>
    runbookOf([
      fileFault(dir).diagnose,
      action('one', `echo one >>${dir}/log`),
      action('two', `echo two >>${dir}/log; ${second}`, more),
      action('three', `echo three >>${dir}/log`),
      undo('undo-one', `echo undo-one >>${dir}/log`),
      undo('undo-two', `echo undo-two >>${dir}/log`),
      undo('undo-three', `echo undo-three >>${dir}/log`),
      fileFault(dir).verify,
    ]);

  it('takes back what began, the last first, and leaves alone what did not', async () => {
    const { verdict } = await runIt(two('exit 7'));
    expect(verdict).toMatchObject({ kind: 'undone', failed: 'two', reason: 'it ended with exit code 7' });
    expect(log()).toEqual(['one', 'two', 'undo-two', 'undo-one']);
  });

  it('says what stands when an undo fails', async () => {
    const runbook = two('exit 7');
    const steps = runbook.steps.map((step) => (step.id === 'undo-one' ? { ...step, script: 'exit 1' } : step));
    const { verdict } = await runIt({ ...runbook, steps });
    expect(verdict).toMatchObject({ kind: 'in-between', failed: 'two', standing: ['one'] });
  });

  it('says what stands when an action has no way back', async () => {
    const { verdict } = await runIt(two('exit 7', { undo: { kind: 'none', reason: 'gone is gone' } }));
    expect(verdict).toMatchObject({ kind: 'in-between', standing: ['two'] });
  });

  it('tells apart a fix that was applied but does not help and has no way back', async () => {
    const steps = [
      fileFault(dir).diagnose,
      action('only', 'true', { undo: { kind: 'none', reason: 'gone is gone' } }),
      fileFault(dir).verify,
    ];
    const { verdict } = await runIt(runbookOf(steps));
    expect(verdict).toMatchObject({ kind: 'still-faulty', failed: 'broken', standing: ['only'] });
  });
});

describe('consent', () => {
  it('is asked once for what is reversible, for each disruptive step, by name for each destructive one, and before anything begins', async () => {
    const none = { kind: 'none', reason: 'no way back' } as const;
    const steps = [
      fileFault(dir).diagnose,
      action('a', 'true', { undo: none }),
      action('b', 'true', { undo: none }),
      action('c', 'true', { risk: 'disruptive', undo: none }),
      action('d', 'true', { risk: 'destructive', undo: none }),
      fileFault(dir).verify,
    ];
    const asked: unknown[] = [];
    const { verdict, steps: begun } = await runIt(
      runbookOf(steps),
      {},
      {
        confirm: async (ask) => {
          asked.push(ask);
          return { answer: ask.what === 'name' ? 'no' : 'yes', by: 'person' };
        },
      },
    );
    expect(asked).toEqual([
      { what: 'plan', risk: 'reversible', steps: ['a', 'b'] },
      { what: 'step', risk: 'disruptive', steps: ['c'] },
      { what: 'name', risk: 'destructive', steps: ['d'] },
    ]);
    expect(verdict).toEqual({ kind: 'refused', reason: 'the destructive change d was not wanted' });
    expect(begun).toEqual(['needs', 'broken']);
  });

  it('refuses where there is nobody to ask', async () => {
    const { verdict } = await runIt(faultRunbook(), {}, { confirm: async () => ({ answer: 'unavailable', by: 'flag' }) });
    expect(verdict).toMatchObject({ kind: 'refused' });
    expect(log()).toEqual([]);
  });
});

describe('the other ways to go', () => {
  it('diagnose stops when it knows', async () => {
    const { verdict, steps } = await runIt(faultRunbook(), { mode: 'diagnose' });
    expect([verdict, steps]).toEqual([{ kind: 'fault-present' }, ['needs', 'broken']]);
  });

  it('plan says what it would do and does not', async () => {
    const { verdict, events } = await runIt(faultRunbook(), { mode: 'plan' });
    expect(verdict).toEqual({ kind: 'fault-present' });
    expect(events.find((event) => event.type === 'plan.made')).toMatchObject({
      plan: { kind: 'steps', risk: 'reversible', others: ['by-hand'] },
    });
    expect(log()).toEqual([]);
  });

  it('a manual resolution is told, and no other is taken instead', async () => {
    const runbook = faultRunbook();
    const { verdict } = await runIt(runbook, { resolution: { kind: 'manual', id: 'by-hand', recommended: false } });
    expect(verdict).toEqual({ kind: 'manual', resolution: 'by-hand' });
    expect(log()).toEqual([]);
  });
});

describe('an interrupt', () => {
  it('in the middle of an action kills it and says that it is in doubt', async () => {
    const runbook = faultRunbook();
    const steps = runbook.steps.map((step) =>
      step.id === 'mend' ? { ...step, script: `echo began >>${dir}/log; sleep 60; echo ended >>${dir}/log` } : step,
    );
    const interrupt = new AbortController();
    setTimeout(() => interrupt.abort('SIGINT'), 900);
    const { verdict } = await runIt({ ...runbook, steps }, {}, { interrupt: interrupt.signal });
    expect(verdict).toEqual({ kind: 'interrupted', signal: 'SIGINT', during: 'mend', standing: ['mend'] });
    expect(log()).toEqual(['began']);
  });
});
