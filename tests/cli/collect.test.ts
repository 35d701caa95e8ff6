import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { faultyPlace, runbook } from '../helpers/cli.ts';
import type { Place } from '../helpers/cli.ts';
import { collect as collecting } from '../helpers/runbook.ts';

const TOKEN = 'eyJhbGciOiJSUzI1NiIsImtpZCI6Ing.eyJpc3MiOiJrdWJlcm5ldGVzIn0.c2lnbmF0dXJlLW9mLXRoZS10b2tlbg';
const place = () =>
  faultyPlace((one) => ({
    ...one,
    steps: [...one.steps, collecting('evidence', `echo 'rules: 7'; echo 'Authorization: Bearer ${TOKEN}'`)],
  }));
const collect = ({ env, dir }: Place, ...args: string[]) => runbook(['collect', 'test-fault', ...args], { env, cwd: dir });

describe('runbook collect', () => {
  it('prints the evidence as Markdown, without secrets', async () => {
    const { code, stdout } = await collect(place());
    expect(code).toBe(0);
    expect(stdout).toContain('### What was collected, before any change');
    expect(stdout).toContain('rules: 7\nAuthorization: Bearer [redacted]');
    expect(stdout).toContain('| Linux kernel |');
    expect(stdout).not.toContain(TOKEN);
  });

  it('writes it into a file, and says where', async () => {
    const here = place();
    const { code, stderr } = await collect(here, '--out', 'evidence.md');
    expect([code, stderr]).toEqual([0, '  The evidence is in evidence.md. Look at it before you send it.\n']);
    expect(readFileSync(join(here.dir, 'evidence.md'), 'utf8')).toContain('rules: 7');
  });

  it('packs it with every event and all that was printed, and leaves nothing beside it', async () => {
    const here = place();
    const { code } = await collect(here, '--out', 'evidence.tar.gz');
    expect(code).toBe(0);
    const unpack = (name: string) =>
      execFileSync('tar', ['-xzOf', 'evidence.tar.gz', `evidence/${name}`], { cwd: here.dir, encoding: 'utf8' });
    const names = execFileSync('tar', ['-tzf', 'evidence.tar.gz'], { cwd: here.dir, encoding: 'utf8' }).trim().split('\n').toSorted();
    expect(names).toEqual([
      'evidence/',
      'evidence/events.jsonl',
      'evidence/report.json',
      'evidence/report.md',
      'evidence/steps/',
      'evidence/steps/01-needs.txt',
      'evidence/steps/02-broken.txt',
      'evidence/steps/03-evidence.txt',
    ]);
    expect(unpack('steps/03-evidence.txt')).toBe('rules: 7\nAuthorization: Bearer [redacted]\n');
    expect(unpack('events.jsonl') + unpack('report.json')).not.toContain(TOKEN);
    expect(readdirSync(here.dir).filter((name) => name.startsWith('.kubemend'))).toEqual([]);
  });

  it.each([
    ['evidence.pdf', 2, 'goes into a file.md or a file.tar.gz'],
    ['/no/such/place/evidence.tar.gz', 9, 'cannot be written'],
    ['/no/such/place/evidence.md', 9, 'cannot be written'],
  ])('refuses --out %s before anything is asked', async (file, exit, message) => {
    const { code, stderr, stdout } = await collect(place(), '--out', file);
    expect([code, stderr, stdout]).toEqual([exit, expect.stringContaining(message), '']);
  });

  it('changes nothing, and keeps no journal', async () => {
    const here = place();
    await collect(here);
    expect([existsSync(join(here.dir, 'broken')), existsSync(join(here.dir, 'state'))]).toEqual([true, false]);
  });

  it('gathers nothing where the article does not apply', async () => {
    const other = faultyPlace((one) => ({
      ...one,
      affects: [{ component: 'k3s', range: '<1.0.0', certainty: 'exact', known: [], required: true }],
    }));
    expect((await collect(other, '--assume', 'k3s=v1.32.2+k3s1')).code).toBe(5);
  });
});

describe('runbook run', () => {
  it('keeps the evidence of before the first change with the run, and does not fill the screen with it', async () => {
    const here = place();
    const { code, stdout } = await runbook(['run', 'test-fault', '--yes'], { env: here.env });
    expect([code, stdout.includes('rules: 7')]).toEqual([0, false]);
    expect(stdout).toMatch(/collect {3}· evidence/);
    const runs = join(here.dir, 'state', 'kubemend', 'runs');
    const journal = readFileSync(join(runs, readdirSync(runs)[0] ?? '', 'journal.jsonl'), 'utf8');
    expect(journal.indexOf('rules: 7')).toBeGreaterThan(0);
    expect(journal.indexOf('rules: 7')).toBeLessThan(journal.indexOf('"step.started","step":"mend"'));
    expect(journal).not.toContain(TOKEN);
  });
});
