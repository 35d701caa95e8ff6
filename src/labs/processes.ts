/** Processes as /proc tells of them. A pid is only ever trusted together with its start time, or a token in its environment. */
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

const read = (path: string): string | null => {
  try {
    return readFileSync(path, 'latin1');
  } catch {
    return null;
  }
};

/** In ticks since boot: with the pid it names a process for good. */
export const startOf = (pid: number): string | null => {
  const stat = read(`/proc/${pid}/stat`);
  return stat?.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? null;
};

export const pidNamespaceOf = (pid: number | 'self'): string | null => {
  try {
    return readlinkSync(`/proc/${pid}/ns/pid`);
  } catch {
    return null;
  }
};

const pids = (): number[] =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number);

export const withVariable = (name: string, value: string): number[] =>
  pids().filter((pid) => `\0${read(`/proc/${pid}/environ`) ?? ''}`.includes(`\0${name}=${value}\0`));

/** Never this process's own namespace, whatever a file says. */
export const inPidNamespace = (namespace: string): number[] =>
  namespace === pidNamespaceOf('self') ? [] : pids().filter((pid) => pidNamespaceOf(pid) === namespace);

export const killHard = (pid: number): void => {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has ended by itself.
  }
};
