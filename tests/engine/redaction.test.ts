import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import type { RunEvent } from '../../src/domain/event.ts';
import { action, fileFault, probe, runbookOf } from '../helpers/runbook.ts';
import { runIt } from '../helpers/run.ts';
import { tempDir } from '../helpers/temp-dir.ts';

const SECRET = 'hunter2-isnt-a-password';
const KEY = 'MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQC7';

let dir: string;
beforeEach(() => {
  dir = tempDir();
  for (const name of ['broken', 'alive']) writeFileSync(join(dir, name), '');
});

const withStep = (step: ReturnType<typeof probe> | ReturnType<typeof action>, inputs = [{ name: 'PASS', title: 'It', secret: true }]) => {
  const { diagnose, verify, fix, undo } = fileFault(dir);
  return runbookOf([step, diagnose, fix, undo, verify], { inputs });
};
const said = (events: RunEvent[]): string => JSON.stringify(events);
const endOf = (events: RunEvent[], id: string) => events.find((event) => event.type === 'step.ended' && event.step === id);

describe('what a step prints of secrets', () => {
  it('is in no event, while the scripts get it as it is', async () => {
    const tell = probe('precheck', 'tell', `echo "got $PASS"; echo "pass=$PASS" >&2; echo yes; printf %s "$PASS" >${dir}/seen`, {
      uses: ['PASS'],
      note: '/got .*/',
      outputs: { SAID: '/^got (.*)$/' },
    });
    const { events } = await runIt(withStep(tell), { inputs: { PASS: SECRET } });
    expect(readFileSync(join(dir, 'seen'), 'utf8')).toBe(SECRET);
    expect(said(events)).not.toContain(SECRET);
    expect(events[0]).toMatchObject({ type: 'run.started', inputs: { PASS: '[redacted]' } });
    expect(endOf(events, 'tell')).toMatchObject({
      exec: { stdout: 'got [redacted]\nyes\n', stderr: 'pass=[redacted]\n' },
      result: { finding: 'present', notes: ['got [redacted]'], outputs: { SAID: '[redacted]' } },
    });
  });

  it('is handed on whole to the step that uses it', async () => {
    const give = probe('precheck', 'give', 'echo "token: abcdef.0123456789abcdef"; echo yes', { outputs: { JOIN: '/^token: (.*)$/' } });
    const { diagnose, verify, undo } = fileFault(dir);
    const take = action('mend', `printf %s "$JOIN" >${dir}/seen; rm ${dir}/broken`, { uses: ['JOIN'] });
    const { verdict, events } = await runIt(runbookOf([give, diagnose, take, undo, verify]));
    expect(verdict).toEqual({ kind: 'fixed' });
    expect(readFileSync(join(dir, 'seen'), 'utf8')).toBe('abcdef.0123456789abcdef');
    expect(said(events)).not.toContain('0123456789abcdef');
  });

  it('is not in the reason why a step failed, nor in the verdict', async () => {
    const fail = probe('precheck', 'fail', 'echo "Authorization: Bearer $PASS" >&2; exit 1', { uses: ['PASS'] });
    const { verdict, events } = await runIt(withStep(fail), { inputs: { PASS: SECRET } });
    expect(verdict).toMatchObject({ kind: 'undetermined', reason: 'it ended with exit code 1: Authorization: Bearer [redacted]' });
    expect(said(events)).not.toContain(SECRET);
  });

  it('is not in a line taken out of the midst of a key', async () => {
    const key = `-----BEGIN PRIVATE KEY-----\\n${KEY}\\n-----END PRIVATE KEY-----`;
    const show = probe('precheck', 'show', `printf -- '${key}\\nyes\\n'`, { note: '/^MII.*/', outputs: { BODY: '/^(MII.*)$/' } });
    const { events } = await runIt(withStep(show), { inputs: { PASS: SECRET } });
    expect(endOf(events, 'show')).toMatchObject({ result: { notes: ['[redacted]'], outputs: { BODY: '[redacted]' } } });
    expect(said(events)).not.toContain(KEY);
  });

  it('is not beside the cut where too much was printed', async () => {
    const many = probe(
      'precheck',
      'many',
      `awk 'BEGIN { for (i = 0; i < 50000; i++) print ENVIRON["PASS"], ENVIRON["PASS"]; print "yes" }'`,
      { uses: ['PASS'] },
    );
    const { events } = await runIt(withStep(many), { inputs: { PASS: SECRET } });
    const end = endOf(events, 'many');
    expect(end).toMatchObject({ exec: { truncated: true } });
    const text = end?.type === 'step.ended' ? end.exec.stdout : '';
    expect(text).toMatch(/\[redacted\]\n\[… \d+ characters left out …\]\n\[redacted\] \[redacted\]\n/);
    expect(text.replaceAll(/\[redacted\] \[redacted\]\n/g, '').length).toBeLessThan(100);
    for (const part of ['hunter2', 'password', 'isnt', 'word ']) expect(said(events).includes(part), part).toBe(false);
  });

  it('does not change the commands of the plan', async () => {
    const { diagnose, verify, undo } = fileFault(dir);
    const take = action('mend', `: 'token: abcdef.0123456789abcdef'; rm ${dir}/broken`);
    const { events } = await runIt(runbookOf([diagnose, take, undo, verify]));
    expect(events.find(({ type }) => type === 'plan.made')).toMatchObject({ plan: { actions: [{ action: { script: take.script } }] } });
  });
});
