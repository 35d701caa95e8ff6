import { chmodSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { faultyPlace, runbook } from '../helpers/cli.ts';
import type { Place } from '../helpers/cli.ts';

const at = (place: Place, ...words: string[]) => runbook(words, { env: place.env, cwd: place.dir });
const read = (place: Place, name: string): string => readFileSync(join(place.dir, name), 'utf8');
const happened = (place: Place): string[] => readdirSync(place.dir).filter((name) => ['log', 'state'].includes(name));

describe('--output', () => {
  it('writes several reports at once, beside what is printed', async () => {
    const place = faultyPlace();
    const { code, stdout } = await at(
      place,
      'run',
      'test-fault',
      '--yes',
      ...['json=r.json', 'jsonl=r.jsonl', 'junit=r.xml', 'markdown=r.md', 'github=r.log', 'pretty=r.txt'].flatMap((one) => [
        '--output',
        one,
      ]),
    );
    expect([code, stdout]).toEqual([0, expect.stringContaining('fixed: the fault is gone')]);
    expect(JSON.parse(read(place, 'r.json'))).toMatchObject({ verdict: { kind: 'fixed' }, exitCode: 0 });
    expect(JSON.parse(read(place, 'r.jsonl').trim().split('\n').at(-1) ?? '')).toMatchObject({ type: 'run.ended' });
    expect(read(place, 'r.xml')).toMatch(/^<\?xml [\s\S]*<\/testsuites>\n$/);
    expect(read(place, 'r.md')).toContain('### What was done');
    expect(read(place, 'r.log')).toContain('::notice title=test-fault on this machine::fixed');
    expect(read(place, 'r.txt')).toContain('fixed: the fault is gone');
    expect(readdirSync(place.dir).filter((name) => name.startsWith('.r.'))).toEqual([]);
  });

  it('prints one of them instead, and --json and --jsonl are short for that', async () => {
    const place = faultyPlace();
    expect((await at(place, 'diagnose', 'test-fault', '--output', 'junit')).stdout).toMatch(/^<\?xml /);
    const [long, short] = [
      await at(place, 'diagnose', 'test-fault', '--output', 'json'),
      await at(place, 'diagnose', 'test-fault', '--json'),
    ];
    expect(Object.keys(JSON.parse(short.stdout) as object)).toEqual(Object.keys(JSON.parse(long.stdout) as object));
  });

  it('refuses a file that cannot be written before anything begins, and leaves no other behind', async () => {
    const place = faultyPlace();
    mkdirSync(join(place.dir, 'taken'));
    for (const bad of ['json=nowhere/r.json', 'jsonl=nowhere/r.jsonl', 'jsonl=taken']) {
      const { code, stderr } = await at(place, 'run', 'test-fault', '--yes', '--output', 'markdown=r.md', '--output', bad);
      expect([code, stderr], bad).toEqual([9, expect.stringContaining('[no-report]') as string]);
    }
    expect(happened(place)).toEqual([]);
    expect(readdirSync(place.dir).filter((name) => name.includes('r.md'))).toEqual([]);
  });

  it('leaves the report of before in its place when there is no new one', async () => {
    const place = faultyPlace();
    writeFileSync(join(place.dir, 'r.json'), 'of before');
    expect((await at(place, 'run', 'test-fault', '--target', 'ftp://x', '--output', 'json=r.json')).code).toBe(2);
    expect(read(place, 'r.json')).toBe('of before');
    expect(readdirSync(place.dir).filter((name) => name.startsWith('.r.'))).toEqual([]);
  });

  it('says what is wrong with it, with exit 2', async () => {
    const place = faultyPlace();
    const tried = [
      ['--output', 'yaml'],
      ['--output', 'json='],
      ['--json', '--jsonl'],
      ['--output', 'json=a', '--output', 'junit=./a'],
    ];
    for (const words of tried)
      expect(await at(place, 'run', 'test-fault', ...words), words.join(' ')).toMatchObject({
        code: 2,
        stdout: '',
        stderr: expect.stringContaining('[usage]') as string,
      });
  });

  it('goes on when a report can no longer be written, and tells', async () => {
    const place = faultyPlace();
    const { code, stderr } = await at(place, 'run', 'test-fault', '--yes', '--output', 'jsonl=/dev/full');
    expect([code, stderr]).toEqual([0, expect.stringContaining('the report broke (ENOSPC') as string]);
  });

  it('adds the report to the summary of a workflow step', async () => {
    const place = faultyPlace();
    writeFileSync(join(place.dir, 'summary'), 'what others wrote\n');
    chmodSync(join(place.dir, 'summary'), 0o600);
    const env = { ...place.env, GITHUB_STEP_SUMMARY: join(place.dir, 'summary') };
    const { stdout } = await runbook(['diagnose', 'test-fault', '--output', 'github'], { env });
    expect(stdout).toContain('::error title=test-fault on this machine::the fault is here');
    expect(read(place, 'summary')).toMatch(/^what others wrote\n## A fault made for a test\n/);
  });
});

describe('the events that are printed', () => {
  it('are all as their published schema says', async () => {
    const schema = JSON.parse(readFileSync(resolve('public/schema/v1/event.schema.json'), 'utf8')) as object;
    const valid = new Ajv2020({ strict: false }).compile(schema);
    const ways = [['diagnose'], ['plan'], ['run'], ['run', '--resolution', 'by-hand'], ['run', '--yes']];
    const answers = await Promise.all(ways.map(([mode = '', ...more]) => at(faultyPlace(), mode, 'test-fault', ...more, '--jsonl')));
    const lines = answers.flatMap(({ stdout }) => stdout.trim().split('\n'));
    expect(lines.length).toBeGreaterThan(50);
    for (const line of lines) expect(valid(JSON.parse(line)), `${line} ${JSON.stringify(valid.errors)}`).toBe(true);
    expect(valid({ type: 'run.ended' })).toBe(false);
  });
});
