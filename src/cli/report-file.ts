/** A report in a file. It is opened before anything begins, so that a file that cannot be written is refused in time. */
import { appendFileSync, closeSync, fsyncSync, openSync, renameSync, rmSync, statSync, writeSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { ProblemError, problem } from '../domain/problem.ts';

/** `close` is called once, whatever happened; what was not finished by then leaves nothing behind. */
export type ReportFile = { write(text: string): void; close(): void };

const opened = (file: string, path: string, flags: string): number => {
  try {
    return openSync(path, flags);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new ProblemError(
      problem('no-report', `The report ${file} cannot be written: ${why}`, {
        hint: 'Name a file in a directory that is there and can be written.',
      }),
    );
  }
};

const writeAll = (handle: number, text: string): void => {
  const bytes = Buffer.from(text);
  for (let written = 0; written < bytes.length; written += writeSync(handle, bytes, written));
};

/** A pipe or a terminal cannot be replaced. */
const isSpecial = (file: string): boolean => {
  const found = statSync(file, { throwIfNoEntry: false });
  return found !== undefined && !found.isFile();
};

/** Written as it comes: lines of JSON, a log. */
export const streamedFile = (file: string): ReportFile => {
  const handle = opened(file, file, 'w');
  return { write: (text) => writeAll(handle, text), close: () => closeSync(handle) };
};

/** One document: beside the file until it is whole, then in its place at once. */
export const wholeFile = (file: string): ReportFile => {
  if (isSpecial(file)) return streamedFile(file);
  const beside = join(dirname(file), `.${basename(file)}.${process.pid}`);
  const handle = opened(file, beside, 'wx');
  let whole = false;
  return {
    write: (text) => {
      if (text === '') return;
      writeAll(handle, text);
      fsyncSync(handle);
      renameSync(beside, file);
      whole = true;
    },
    close: () => {
      closeSync(handle);
      if (!whole) rmSync(beside, { force: true });
    },
  };
};

/** What others write to as well, such as the summary of a workflow's step. */
export const sharedFile = (file: string): ReportFile => {
  closeSync(opened(file, file, 'a'));
  return { write: (text) => text !== '' && appendFileSync(file, text), close: () => {} };
};
