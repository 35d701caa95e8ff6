/**
 * Loaded before the command line (`node --import`): kills it with SIGKILL as soon as a certain record is on the disk, before what the record
 * announces is done; how a step ended, which announces nothing, as soon as it is written. `KILL_AT` is how often what kind of record was written: `step.started mend#1`.
 */
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { keyOf } from './record-key.ts';

const { writeSync, fsyncSync } = fs;
const seen = new Map<string, number>();
let last = '';

const remember = (bytes: unknown): void => {
  const key = keyOf(String(bytes), seen);
  if (key !== null) last = key;
};
const killIfNow = (): void => {
  if (last !== '' && last === process.env['KILL_AT']) process.kill(process.pid, 'SIGKILL');
};

fs.writeSync = ((handle: number, bytes: string, ...rest: []) => {
  remember(bytes);
  const written = writeSync(handle, bytes, ...rest);
  if (last.startsWith('step.ended ')) killIfNow();
  return written;
}) as typeof fs.writeSync;

fs.fsyncSync = (handle: number): void => {
  fsyncSync(handle);
  killIfNow();
};

syncBuiltinESMExports();
