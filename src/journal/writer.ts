/**
 * The journal of a run: JSON Lines, one record an event, written and synced before what it announces is done.
 * Kept under the XDG state directory, readable by its owner alone.
 */
import { closeSync, fsyncSync, mkdirSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { RunEvent } from '../domain/event.ts';

/** What a step printed is kept in its result as far as it was declared; of the rest the end tells enough. */
const KEPT_CHARACTERS = 8 * 1024;

export const JOURNAL_VERSION = 1;

export type JournalRecord = { v: typeof JOURNAL_VERSION; seq: number; at: string; event: RunEvent };

export type Journal = { file: string; append(event: RunEvent, at: Date): void; close(): void };

/** `$XDG_STATE_HOME/kubemend`, by default `~/.local/state/kubemend`. */
export const stateDirectory = (env: NodeJS.ProcessEnv, home: string): string =>
  join(env.XDG_STATE_HOME || join(home, '.local', 'state'), 'kubemend');

const shortened = (event: RunEvent): RunEvent => {
  if (event.type !== 'step.ended') return event;
  const { stdout, stderr } = event.exec;
  return { ...event, exec: { ...event.exec, stdout: stdout.slice(-KEPT_CHARACTERS), stderr: stderr.slice(-KEPT_CHARACTERS) } };
};

/** A full disk can take a part of a record and say nothing. */
const writeAll = (handle: number, bytes: Buffer): void => {
  for (let written = 0; written < bytes.length; written += writeSync(handle, bytes, written));
};

/** So that the file's name is on the disk as well. */
const syncDirectory = (directory: string): void => {
  const handle = openSync(directory, 'r');
  fsyncSync(handle);
  closeSync(handle);
};

/** Throws what the file system says when the journal cannot be made or written: a run without one must not change anything. */
export const openJournal = (stateDir: string, run: string): Journal => {
  const directory = join(stateDir, 'runs', run);
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const file = join(directory, 'journal.jsonl');
  const handle = openSync(file, 'ax', 0o600);
  syncDirectory(directory);
  let seq = 0;
  return {
    file,
    append: (event, at) => {
      if (event.type === 'step.output') return;
      seq += 1;
      const record: JournalRecord = { v: JOURNAL_VERSION, seq, at: at.toISOString(), event: shortened(event) };
      writeAll(handle, Buffer.from(`${JSON.stringify(record)}\n`));
      fsyncSync(handle);
    },
    close: () => closeSync(handle),
  };
};
