import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import type { ExecResult } from '../../src/domain/exec.ts';
import type { ConsentAsk, Exec } from '../../src/engine/ports.ts';
import type { Runbook } from '../../src/domain/runbook.ts';
import { action, fileFault, probe, runbookOf, undo } from '../helpers/runbook.ts';
import { portsFor, runIt } from '../helpers/run.ts';
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

  it('says what a precheck found that ends the run, and not what it did not print then', async () => {
    const runbook = faultRunbook();
    const none = probe('precheck', 'service', 'echo no service here', { absent: '/^no .*/', outputs: { VALUE: '/^value (.*)$/' } });
    const { verdict } = await runIt({ ...runbook, steps: [none, ...runbook.steps] });
    expect(verdict).toEqual({ kind: 'undetermined', step: 'service', reason: 'no service here' });
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
});

describe('what nobody may rely on', () => {
  it('output that was too long to be kept proves nothing: the dropped part may say the opposite', async () => {
    const runbook = faultRunbook();
    const long = `seq -f 'filler %040.0f' 1 15000; echo yes; seq -f 'filler %040.0f' 1 30000; echo no`;
    const steps = runbook.steps.map((step) => (step.id === 'broken' ? { ...step, script: long } : step));
    const { verdict } = await runIt({ ...runbook, steps });
    expect(verdict).toEqual({ kind: 'undetermined', step: 'broken', reason: 'it printed too much to be read whole' });
  });

  it('a value too large to be handed on is refused before anything changes', async () => {
    const runbook = faultRunbook();
    const speak = probe('precheck', 'speak', `printf 'value '; head -c 200000 /dev/zero | tr '\\0' x; echo; echo yes`, {
      outputs: { VALUE: '/^value (.*)$/' },
    });
    const { verdict } = await runIt({ ...runbook, steps: [speak, ...runbook.steps] });
    expect(verdict).toEqual({ kind: 'undetermined', step: 'speak', reason: 'VALUE is larger than 100 KiB' });
  });

  it('what was recorded before the fix is not replaced by what the verify sees', async () => {
    const diagnose = probe(
      'diagnose',
      'broken',
      `[ -e ${dir}/broken ] && { echo 'rules old'; echo yes; } || { echo 'rules none'; echo no; }`,
      { outputs: { RULES: '/^rules (.*)$/' } },
    );
    const steps = [
      diagnose,
      action('mend', `rm ${dir}/broken`),
      undo('undo-mend', `echo "restore $RULES" >>${dir}/log`, { uses: ['RULES'] }),
      probe('verify', 'never', 'echo no'),
    ];
    expect((await runIt(runbookOf(steps))).verdict).toMatchObject({ kind: 'undone' });
    expect(log()).toEqual(['restore old']);
  });

  it('an undo that would have to guess is not run, and that is said', async () => {
    const steps = [
      fileFault(dir).diagnose,
      action('one', 'exit 1', { outputs: { BEFORE: '/^before (.+)$/' } }),
      undo('undo-one', `echo "rm -rf /data/$BEFORE" >>${dir}/log`, { uses: ['BEFORE'] }),
      fileFault(dir).verify,
    ];
    const { verdict } = await runIt(runbookOf(steps));
    expect(verdict).toEqual({
      kind: 'in-between',
      failed: 'one',
      reason: 'it ended with exit code 1; undo-one was not run, because BEFORE is not known',
      standing: ['one'],
    });
    expect(log()).toEqual([]);
  });

  it('an undo that fails leaves things in between, also when all had been applied', async () => {
    const steps = [fileFault(dir).diagnose, action('mend', 'true'), undo('undo-mend', 'exit 1'), fileFault(dir).verify];
    expect((await runIt(runbookOf(steps))).verdict).toMatchObject({ kind: 'in-between', failed: 'broken', standing: ['mend'] });
  });

  it('a cluster that was mended while the person thought about it is not mended again', async () => {
    const confirm = async () => {
      rmSync(join(dir, 'broken'));
      return { answer: 'yes', by: 'person' } as const;
    };
    expect((await runIt(faultRunbook(), {}, { confirm })).verdict).toEqual({ kind: 'healthy' });
    expect(log()).toEqual([]);
  });
});

describe('an action that', () => {
  const answering = (answer: Partial<ExecResult>): Exec => {
    const real = portsFor().exec;
    return async (request, onOutput, signal) => {
      if (!request.script.includes('echo mend')) return real(request, onOutput, signal);
      return { stdout: '', stderr: '', truncated: false, ms: 1, ...answer } as ExecResult;
    };
  };
  const plain = () =>
    runbookOf([fileFault(dir).diagnose, fileFault(dir).fix, undo('undo-mend', `echo undone >>${dir}/log`), fileFault(dir).verify]);

  it('could not be started is not undone: nothing of it has happened', async () => {
    const { verdict, events } = await runIt(plain(), {}, { exec: answering({ kind: 'unreachable', reason: 'no space left on device' }) });
    expect(verdict).toMatchObject({ kind: 'undone', failed: 'mend', reason: 'it could not be started: no space left on device' });
    expect(events.at(-1)).toMatchObject({ changes: 0 });
    expect(log()).toEqual([]);
  });

  it('could not be stopped is not undone under its hands', async () => {
    const { verdict } = await runIt(plain(), {}, { exec: answering({ kind: 'timed-out', afterMs: 1000, running: true }) });
    expect(verdict).toMatchObject({
      kind: 'in-between',
      failed: 'mend',
      standing: ['mend'],
      reason: 'it took longer than 1 s and could not be stopped; nothing was undone, because it may still be at work',
    });
    expect(log()).toEqual([]);
  });
});

describe('an interrupt', () => {
  const nobody = async () => ({ answer: 'unavailable', by: 'flag' }) as const;
  const slow = () => {
    const runbook = faultRunbook();
    const steps = runbook.steps.map((step) =>
      step.id === 'mend' ? { ...step, script: `echo began >>${dir}/log; sleep 60; echo ended >>${dir}/log` } : step,
    );
    return { ...runbook, steps };
  };
  const interruptAt = (what: string) => {
    const interrupt = new AbortController();
    const watch = setInterval(() => log().includes(what) && interrupt.abort('SIGINT'), 20);
    onTestFinished(() => clearInterval(watch));
    return interrupt.signal;
  };

  it('in the middle of an action kills it and says that it is in doubt', async () => {
    const asked: string[] = [];
    const confirm = async ({ what }: ConsentAsk) => {
      asked.push(what);
      return what === 'undo' ? nobody() : ({ answer: 'yes', by: 'flag' } as const);
    };
    const { verdict } = await runIt(slow(), {}, { interrupt: interruptAt('began'), confirm });
    expect(verdict).toEqual({ kind: 'interrupted', signal: 'SIGINT', during: 'mend', standing: ['mend'] });
    expect([log(), asked]).toEqual([['began'], ['plan', 'undo']]);
  });

  it('is followed by the undo when the person wants it', async () => {
    const { verdict } = await runIt(slow(), {}, { interrupt: interruptAt('began') });
    expect(verdict).toEqual({ kind: 'interrupted', signal: 'SIGINT', during: null, standing: [] });
    expect(log()).toEqual(['began', 'undo-mend']);
  });

  it('does not stop an undo half-way, nor start anything else', async () => {
    const steps = [
      fileFault(dir).diagnose,
      action('one', 'true'),
      action('two', 'exit 1'),
      undo('undo-one', `echo undo-one >>${dir}/log`),
      undo('undo-two', `echo undoing >>${dir}/log; sleep 0.5; echo undo-two >>${dir}/log`),
      fileFault(dir).verify,
    ];
    const { verdict } = await runIt(runbookOf(steps), {}, { interrupt: interruptAt('undoing') });
    expect(verdict).toMatchObject({ kind: 'undone', failed: 'two' });
    expect(log()).toEqual(['undoing', 'undo-two', 'undo-one']);
  });
});
