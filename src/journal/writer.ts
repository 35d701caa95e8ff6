/**
 * The journal of a run: JSON Lines, one record an event, written and synced before what it announces is done.
 * Kept under the XDG state directory, readable by its owner alone.
 */
import { closeSync, fsyncSync, mkdirSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { RunEvent } from '../domain/event.ts';

export const JOURNAL_VERSION = 1;

export type JournalRecord = { v: typeof JOURNAL_VERSION; seq: number; at: string; event: RunEvent };

export type Journal = { file: string; append(event: RunEvent, at: Date): void; close(): void };

/** `$XDG_STATE_HOME/kubemend`, by default `~/.local/state/kubemend`. */
export const stateDirectory = (env: NodeJS.ProcessEnv, home: string): string =>
  join(env.XDG_STATE_HOME || join(home, '.local', 'state'), 'kubemend');

/** Throws what the file system says when the journal cannot be made or written: a run without one must not change anything. */
export const openJournal = (stateDir: string, run: string): Journal => {
  const directory = join(stateDir, 'runs', run);
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const file = join(directory, 'journal.jsonl');
  const handle = openSync(file, 'ax', 0o600);
  let seq = 0;
  return {
    file,
    append: (event, at) => {
      if (event.type === 'step.output') return;
      seq += 1;
      const record: JournalRecord = { v: JOURNAL_VERSION, seq, at: at.toISOString(), event };
      writeSync(handle, `${JSON.stringify(record)}\n`);
      fsyncSync(handle);
    },
    close: () => closeSync(handle),
  };
};
