import { describe, expect, it } from 'vitest';
import { drive } from '../../src/cli/drive.ts';
import type { Io } from '../../src/cli/io.ts';
import { runRunbook } from '../../src/engine/run-runbook.ts';
import type { Journal } from '../../src/journal/writer.ts';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileFault, runbookOf } from '../helpers/runbook.ts';
import { portsFor, requestFor } from '../helpers/run.ts';
import { tempDir } from '../helpers/temp-dir.ts';

const quiet = { before: () => {}, after: () => {}, stop: () => {} };

const place = () => {
  const dir = tempDir();
  for (const name of ['broken', 'alive']) writeFileSync(join(dir, name), '');
  const { diagnose, verify, fix, undo } = fileFault(dir);
  const heard: string[] = [];
  const io = { out: (text: string) => heard.push(text), err: (text: string) => heard.push(text) } as unknown as Io;
  return { dir, heard, io, events: runRunbook(requestFor(runbookOf([diagnose, fix, undo, verify])), portsFor()) };
};

const journalThatBreaksAt = (type: string): Journal => ({
  file: '',
  append: (event) => {
    if (event.type === type && (event.type !== 'step.started' || event.phase === 'fix')) throw new Error('no space left on device');
  },
  close: () => {},
});

describe('a run', () => {
  it('goes on when a reporter breaks, and says so once', async () => {
    const { io, heard, events } = place();
    const report = () => {
      throw new Error('no such colour');
    };
    expect(await drive(events, { journal: null, report, progress: quiet, io })).toEqual({ kind: 'fixed' });
    expect(heard).toContain('the report broke (no such colour); the run goes on\n');
    expect(heard.filter((text) => text.includes('broke'))).toHaveLength(1);
  });

  it('stops when its journal breaks, before the step that could not be written down', async () => {
    const { dir, io, events } = place();
    const broken = drive(events, { journal: journalThatBreaksAt('step.started'), report: () => '', progress: quiet, io });
    await expect(broken).rejects.toMatchObject({
      problem: { code: 'no-journal', message: 'The journal could not be written: no space left on device' },
    });
    expect([existsSync(join(dir, 'broken')), existsSync(join(dir, 'log'))]).toEqual([true, false]);
  });

  it('names what stands when its journal breaks after a change', async () => {
    const { io, events } = place();
    const broken = drive(events, { journal: journalThatBreaksAt('verify.sampled'), report: () => '', progress: quiet, io });
    await expect(broken).rejects.toMatchObject({
      problem: { code: 'journal-broke', state: 'These took effect, or may have: mend. Nothing was undone.' },
    });
  });

  describe('whose journal cannot be closed', () => {
    const journal = (type: string): Journal => ({
      ...journalThatBreaksAt(type),
      file: '/state/journal.jsonl',
      close: () => {
        throw new Error('EIO: i/o error, fsync');
      },
    });
    const told = `
  The end of the journal may not be on the disk [journal-end]
  /state/journal.jsonl could not be synced and closed: EIO: i/o error, fsync
  Look whether that disk is full or failing. \`runbook runs\` tells what can be read.
  How the run ended does not change by that.

`;

    it('ends as it ended, and that is told beside it', async () => {
      const { io, heard, events } = place();
      expect(await drive(events, { journal: journal('no such'), report: () => '', progress: quiet, io })).toEqual({ kind: 'fixed' });
      expect(heard).toContain(told);
    });

    it('is still told what broke before', async () => {
      const { io, heard, events } = place();
      const broken = drive(events, { journal: journal('verify.sampled'), report: () => '', progress: quiet, io });
      await expect(broken).rejects.toMatchObject({ problem: { code: 'journal-broke' } });
      expect(heard).toContain(told);
    });
  });
});
