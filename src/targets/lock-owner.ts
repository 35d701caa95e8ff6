/** This process as the owner of a lock, and whether another owner still lives, as far as that can be told from here. */
import { readFileSync, readlinkSync } from 'node:fs';
import { hostname, userInfo } from 'node:os';
import type { LockOwner } from '../domain/lock-owner.ts';

const or = <T>(read: () => T, otherwise: T): T => {
  try {
    return read();
  } catch {
    return otherwise;
  }
};

/** Field 22 of /proc/<pid>/stat; where there is no /proc the pid alone has to do. */
const startOf = (pid: number): string => or(() => readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ')[19] ?? '', '');

const place = (): string => {
  const boot = or(() => readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim(), hostname());
  return `${boot} ${or(() => readlinkSync('/proc/self/ns/pid'), '')}`.trim();
};

export const ownerHere = ({ run, since }: { run: string; since: Date }): LockOwner => ({
  run,
  who: `${or(() => userInfo().username, 'somebody')}@${hostname()}`,
  since: since.toISOString(),
  pid: process.pid,
  start: startOf(process.pid),
  place: place(),
});

const runs = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
};

/** `elsewhere`: on another machine, before its last start, or in another container: its pid says nothing here. */
export const ownerState = (owner: LockOwner): 'alive' | 'ended' | 'elsewhere' => {
  if (owner.place !== place()) return 'elsewhere';
  return runs(owner.pid) && startOf(owner.pid) === owner.start ? 'alive' : 'ended';
};
