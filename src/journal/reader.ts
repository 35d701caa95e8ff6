/** A journal as it was written. A torn last line is what a kill or a full disk leaves and is left out; anything else that is not right is a Problem. */
import { readFileSync } from 'node:fs';
import * as z from 'zod';
import { runEventSchema } from '../domain/event.ts';
import { fail } from '../domain/problem.ts';
import { JOURNAL_VERSION } from './writer.ts';
import type { JournalRecord } from './writer.ts';

export type ReadJournal = {
  records: JournalRecord[];
  /** Of the whole records, in the file. */
  bytes: number;
  /** Of the whole file, when it was read. */
  size: number;
  /** Whether the last line is cut off. */
  torn: boolean;
};

const recordSchema = z.strictObject({
  v: z.literal(JOURNAL_VERSION),
  seq: z.int().positive(),
  at: z.iso.datetime(),
  event: runEventSchema,
});
const versionSchema = z.looseObject({ v: z.int() });

const READ_ON = 'Nothing was changed. What the run did stands as it stood.';
const HINT = '`runbook diagnose` tells what is true now.';

const parsed = (line: string): unknown => {
  try {
    return JSON.parse(line) as unknown;
  } catch {
    return undefined;
  }
};

const newer = (file: string, version: number): never =>
  fail('newer-journal', `${file} was written by a newer runbook: version ${version}, and this one reads up to ${JOURNAL_VERSION}.`, {
    hint: 'Use the runbook that wrote it, or a newer one.',
    state: READ_ON,
  });

const broken = (file: string, at: number, why: string): never =>
  fail('bad-journal', `${file} line ${at}: ${why}.`, { hint: HINT, state: READ_ON });

const whyNot = (error: z.ZodError): string => {
  const [issue] = error.issues;
  return `it is no record of a run (${[issue?.path.join('.'), issue?.message].filter((part) => part !== '').join(': ')})`;
};

const recordOf = (line: string, { file, at }: { file: string; at: number }): JournalRecord => {
  const value = parsed(line);
  const version = versionSchema.safeParse(value);
  if (version.success && version.data.v > JOURNAL_VERSION) return newer(file, version.data.v);
  if (value === undefined) return broken(file, at, 'it is not JSON, so the file was changed after it was written');
  const record = recordSchema.safeParse(value);
  if (!record.success) return broken(file, at, whyNot(record.error));
  return record.data.seq === at ? record.data : broken(file, at, `its number is ${record.data.seq}, so records are missing or in disorder`);
};

/** Throws a Problem: `bad-journal`, `newer-journal`, or `unknown-run` where there is none. */
export const readJournal = (file: string): ReadJournal => {
  const text = read(file);
  const end = text.lastIndexOf(0x0a) + 1;
  const lines = text.subarray(0, end).toString('utf8').split('\n').slice(0, -1);
  const records = lines.map((line, index) => recordOf(line, { file, at: index + 1 }));
  const first = records[0]?.event.type;
  if (first !== undefined && first !== 'run.started') broken(file, 1, 'it does not begin with the beginning of a run');
  return { records, bytes: end, size: text.length, torn: end < text.length };
};

const read = (file: string): Buffer => {
  try {
    return readFileSync(file);
  } catch (error) {
    return fail('bad-journal', `${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`, { state: READ_ON });
  }
};
