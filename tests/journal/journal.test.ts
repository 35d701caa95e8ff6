import { appendFileSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { RunEvent } from '../../src/domain/event.ts';
import { readJournal } from '../../src/journal/reader.ts';
import { continueJournal, openJournal } from '../../src/journal/writer.ts';
import { runbookOf } from '../helpers/runbook.ts';
import { tempDir } from '../helpers/temp-dir.ts';

const AT = new Date('2026-11-21T02:14:00Z');
const owner = { run: 'r', who: 'me@here', since: AT.toISOString(), pid: 1, start: '1', place: 'here' };
const started: RunEvent = {
  type: 'run.started',
  run: 'r',
  at: AT.toISOString(),
  slug: 's',
  digest: 'd',
  mode: 'run',
  target: { kind: 'local' },
  identity: { kind: 'unknown', reason: '' },
  cluster: null,
  resolution: 'do-it',
  force: false,
  inputs: {},
};
const phase: RunEvent = { type: 'phase.started', phase: 'fix' };

const written = () => {
  const stateDir = tempDir();
  const journal = openJournal(stateDir, { run: 'r', runbook: runbookOf([]), owner });
  for (const event of [started, phase]) journal.append(event, AT);
  journal.close();
  return { stateDir, file: journal.file };
};
const afterOf = (file: string) => {
  const { records, bytes, size } = readJournal(file);
  return { bytes, size, seq: records.length };
};

describe('a journal', () => {
  it('is read as it was written, and only its owner can', () => {
    const { stateDir, file } = written();
    expect(readJournal(file)).toMatchObject({
      torn: false,
      records: [
        { seq: 1, event: started },
        { seq: 2, event: phase },
      ],
    });
    for (const name of ['journal.jsonl', 'runbook.json', 'owner.json'])
      expect(statSync(join(stateDir, 'runs', 'r', name)).mode & 0o777, name).toBe(0o600);
  });

  it('goes on after its last whole record', () => {
    const { stateDir, file } = written();
    appendFileSync(file, '{"v":1,"se');
    expect(readJournal(file)).toMatchObject({ torn: true, records: [{ seq: 1 }, { seq: 2 }] });
    const journal = continueJournal(stateDir, { run: 'r', owner, after: afterOf(file) });
    journal.append(phase, AT);
    journal.close();
    expect(readJournal(file)).toMatchObject({ torn: false, records: [{ seq: 1 }, { seq: 2 }, { seq: 3 }] });
  });

  it('is not gone on with by whoever read it before somebody else did', () => {
    const { stateDir, file } = written();
    const after = afterOf(file);
    const journal = continueJournal(stateDir, { run: 'r', owner, after });
    journal.append(phase, AT);
    journal.close();
    const before = readFileSync(file, 'utf8');
    expect(() => continueJournal(stateDir, { run: 'r', owner, after })).toThrow('Somebody else has gone on with the run r meanwhile.');
    expect(readFileSync(file, 'utf8')).toBe(before);
  });

  it.each([
    [
      'that does not begin with a beginning',
      (lines: string[]) => lines[1]?.replace('"seq":2', '"seq":1') ?? '',
      'line 1: it does not begin',
    ],
    [
      'with an event that there is not',
      (lines: string[]) => lines[0]?.replace('run.started', 'run.begun') ?? '',
      'line 1: it is no record',
    ],
    ['with a time that is none', (lines: string[]) => lines[0]?.replace('"at":"2026', '"at":"') ?? '', 'line 1: it is no record'],
    ['of a newer version', (lines: string[]) => lines[0]?.replace('"v":1', '"v":7') ?? '', 'by a newer runbook: version 7'],
  ])('%s is refused', (_, change, why) => {
    const { file } = written();
    writeFileSync(file, `${change(readFileSync(file, 'utf8').split('\n'))}\n`);
    expect(() => readJournal(file)).toThrow(why);
  });
});
