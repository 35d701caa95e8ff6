import { mkdirSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ALWAYS_KEPT, MOST_KEPT, prune, runIds } from '../../src/journal/store.ts';
import { tempDir } from '../helpers/temp-dir.ts';

const DAY = 24 * 60 * 60 * 1000;
const NOW = new Date('2026-11-21T00:00:00Z');

/** So many runs, each a day older than the one before. */
const kept = (count: number, now = NOW): string => {
  const stateDir = tempDir();
  for (let days = 0; days < count; days += 1) {
    const at = new Date(now.getTime() - days * DAY);
    const run = join(stateDir, 'runs', `${at.toISOString().slice(0, 10).replaceAll('-', '')}-000000-abcdef`);
    mkdirSync(run, { recursive: true });
    writeFileSync(join(run, 'journal.jsonl'), '');
    utimesSync(join(run, 'journal.jsonl'), at, at);
  }
  return stateDir;
};

describe('kept runs', () => {
  it('are listed the newest first; a directory without a journal is none', () => {
    const stateDir = kept(3);
    mkdirSync(join(stateDir, 'runs', '20990101-000000-abcdef'));
    expect(runIds(stateDir)).toEqual(['20261121-000000-abcdef', '20261120-000000-abcdef', '20261119-000000-abcdef']);
    expect(runIds(tempDir())).toEqual([]);
  });

  it('go after three months', () => {
    const stateDir = kept(95);
    expect(prune(stateDir, { now: NOW, isOver: () => true })).toHaveLength(4);
    expect(runIds(stateDir)).toHaveLength(91);
  });

  it('go when there are too many', () => {
    const stateDir = kept(MOST_KEPT + 5, new Date(NOW.getTime() + 200 * DAY));
    expect(prune(stateDir, { now: NOW, isOver: () => true })).toHaveLength(5);
  });

  it('stay as long as they may be resumed or taken back, however old', () => {
    const stateDir = kept(100);
    const [oldest = ''] = runIds(stateDir).toReversed();
    expect(prune(stateDir, { now: NOW, isOver: (run) => run !== oldest })).not.toContain(oldest);
    expect(runIds(stateDir)).toContain(oldest);
  });

  it('stay when the clock jumps: not by a year, nor back', () => {
    const stateDir = kept(ALWAYS_KEPT);
    for (const days of [365, -365]) expect(prune(stateDir, { now: new Date(NOW.getTime() + days * DAY), isOver: () => true })).toEqual([]);
  });
});
