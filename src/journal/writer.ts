/**
 * The journal of a run: JSON Lines, one record an event, written and synced before what it announces is done. How a step ended announces nothing:
 * it is written at once, and synced with the record that comes next, which is before anything else is done. Kept under the XDG state directory, readable by its
 * owner alone.
 */
import { closeSync, fsyncSync, mkdirSync, openSync, statSync, truncateSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { RunEvent } from '../domain/event.ts';
import type { LockOwner } from '../domain/lock-owner.ts';
import { fail } from '../domain/problem.ts';
import type { Runbook } from '../domain/runbook.ts';
import { JOURNAL, OWNER, RUNBOOK, runDirectory } from './store.ts';

/** What a step printed is kept in its result as far as it was declared; of the rest the end tells enough. */
const KEPT_CHARACTERS = 8 * 1024;

export const JOURNAL_VERSION = 1;

export type JournalRecord = { v: typeof JOURNAL_VERSION; seq: number; at: string; event: RunEvent };

/** Both throw what the file system says. */
export type Journal = { file: string; append(event: RunEvent, at: Date): void; close(): void };

/** The runbook is kept as it is now, since another version of it may be there when the run is taken back. */
export type NewRun = { run: string; runbook: Runbook; owner: LockOwner };
/** Where a journal stood when it was read: `bytes` of whole records, of the `size` of the file. */
export type After = { bytes: number; size: number; seq: number };
export type OldRun = { run: string; owner: LockOwner; after: After };

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

const LOOK = '`runbook runs` tells what became of it.';

type At = { file: string; handle: number; seq: number };

const writing = ({ file, handle, seq: last }: At): Journal => {
  let seq = last;
  let synced = true;
  return {
    file,
    append: (event, at) => {
      if (event.type === 'step.output') return;
      seq += 1;
      const record: JournalRecord = { v: JOURNAL_VERSION, seq, at: at.toISOString(), event: shortened(event) };
      synced = true;
      writeAll(handle, Buffer.from(`${JSON.stringify(record)}\n`));
      synced = event.type !== 'step.ended';
      if (synced) fsyncSync(handle);
    },
    close: () => {
      try {
        if (!synced) fsyncSync(handle);
      } finally {
        closeSync(handle);
      }
    },
  };
};

const writeSynced = (file: string, value: unknown): void => {
  const handle = openSync(file, 'w', 0o600);
  try {
    writeAll(handle, Buffer.from(JSON.stringify(value)));
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
};

/** Throws what the file system says when the journal cannot be made or written: a run without one must not change anything. */
export const openJournal = (stateDir: string, { run, runbook, owner }: NewRun): Journal => {
  const directory = runDirectory(stateDir, run);
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  writeSynced(join(directory, RUNBOOK), runbook);
  writeSynced(join(directory, OWNER), owner);
  const file = join(directory, JOURNAL);
  const handle = openSync(file, 'ax', 0o600);
  syncDirectory(directory);
  return writing({ file, handle, seq: 0 });
};

/**
 * Goes on after the last whole record: what a kill left of another is cut off. Throws a Problem when somebody wrote in it since it was read: what
 * was read then is no longer where the run stands.
 */
export const continueJournal = (stateDir: string, { run, owner, after }: OldRun): Journal => {
  const directory = runDirectory(stateDir, run);
  const file = join(directory, JOURNAL);
  if (statSync(file).size !== after.size) fail('locked', `Somebody else has gone on with the run ${run} meanwhile.`, { hint: LOOK });
  truncateSync(file, after.bytes);
  writeSynced(join(directory, OWNER), owner);
  return writing({ file, handle: openSync(file, 'a', 0o600), seq: after.seq });
};
