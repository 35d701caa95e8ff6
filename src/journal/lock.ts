/**
 * One run per target at a time: a file beside the journals that names its owner. A lock whose owner has died is taken over.
 * Two processes are told apart by pid and start time, since a pid is used again.
 */
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

type Owner = { pid: number; start: string; run: string; since: string };

export type Lock = { kind: 'held'; release: () => void } | { kind: 'taken'; by: Owner };

/** Field 22 of /proc/<pid>/stat; where there is no /proc the pid alone has to do. */
const startOf = (pid: number): string => {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ')[19] ?? '';
  } catch {
    return '';
  }
};

const lives = ({ pid, start }: Owner): boolean => {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EPERM')) return false;
  }
  return start === startOf(pid);
};

const ownerOf = (file: string): Owner | null => {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Owner;
  } catch {
    return null;
  }
};

/** Written aside and linked into place, so that nobody ever sees half of it. */
const claim = (file: string, owner: Owner): boolean => {
  const aside = `${file}.${owner.pid}`;
  writeFileSync(aside, JSON.stringify(owner), { mode: 0o600 });
  try {
    linkSync(aside, file);
    return true;
  } catch {
    return false;
  } finally {
    rmSync(aside);
  }
};

/** `target` as it is written; `since` as ISO 8601. Throws what the file system says. */
export const takeLock = (stateDir: string, target: string, { run, since }: { run: string; since: string }): Lock => {
  const directory = join(stateDir, 'locks');
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const file = join(directory, encodeURIComponent(target));
  const owner = { pid: process.pid, start: startOf(process.pid), run, since };
  const release = (): void => {
    if (ownerOf(file)?.run === run) rmSync(file, { force: true });
  };
  if (claim(file, owner)) return { kind: 'held', release };
  const other = ownerOf(file);
  if (other !== null && lives(other)) return { kind: 'taken', by: other };
  rmSync(file, { force: true });
  return claim(file, owner) ? { kind: 'held', release } : { kind: 'taken', by: ownerOf(file) ?? owner };
};
