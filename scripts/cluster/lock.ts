/** One preparation at a time: the second waits for the first and then finds everything made. */
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { startOf } from '../../src/labs/processes.ts';
import type { Say } from './progress.ts';

const EVERY_MS = 500;

const me = (): string => `${process.pid} ${startOf(process.pid) ?? ''}`;

const holderOf = (file: string): string | null => {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return null;
  }
};

const lives = (holder: string): boolean => {
  const [pid = '', start = ''] = holder.split(' ');
  return start !== '' && startOf(Number(pid)) === start;
};

/** Whole from its first moment on: a link to a file that is written already. */
const take = (file: string): boolean => {
  const mine = `${file}.${process.pid}`;
  writeFileSync(mine, me());
  try {
    linkSync(mine, file);
    return true;
  } catch {
    return false;
  } finally {
    rmSync(mine, { force: true });
  }
};

export const locked = async <Value>(directory: string, say: Say, work: () => Promise<Value>): Promise<Value> => {
  mkdirSync(directory, { recursive: true });
  const file = join(directory, 'lock');
  for (let told = false; !take(file); told = true) {
    const holder = holderOf(file);
    if (holder !== null && !lives(holder)) rmSync(file, { force: true });
    else if (holder !== null && !told) say(`another run (process ${holder.split(' ')[0]}) is preparing the same: waiting for it`);
    await setTimeout(EVERY_MS);
  }
  try {
    return await work();
  } finally {
    if (holderOf(file) === me()) rmSync(file, { force: true });
  }
};
