/**
 * What a lab could leave behind on a machine, as text that is the same as long as nothing of it changes:
 * no counters, no ids that are given anew, sorted where the order says nothing. Run it to print it.
 */
import { execaSync } from 'execa';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const PATH = `${process.env['PATH'] ?? ''}:/usr/sbin:/sbin`;

/** A section that cannot be read says so, and stays comparable. */
const output = (command: string): string[] => {
  const [program = '', ...args] = command.split(' ');
  const result = execaSync(program, args, { reject: false, env: { PATH, LC_ALL: 'C' }, stdin: 'ignore' });
  return result.failed ? [`not to be had: ${command}`] : result.stdout.split('\n');
};

const withoutLifetimes = (line: string): string => line.replaceAll(/ (valid_lft|preferred_lft|expires|qlen) \S+/g, '').trimEnd();

const iptables = (command: string): string[] =>
  output(command)
    .filter((line) => !line.startsWith('#'))
    .map((line) => line.replaceAll(/\[\d+:\d+\]/g, '').trimEnd());

/** Without the ids of mounts and of peer groups, which any mount anywhere moves on. */
const mounts = (): string[] =>
  readFileSync('/proc/self/mountinfo', 'utf8')
    .trim()
    .split('\n')
    .map((line) =>
      line
        .split(' ')
        .slice(3)
        .filter((field) => !/^(shared|master|propagate_from):/.test(field))
        .join(' '),
    )
    .toSorted();

const directoriesBelow = (directory: string): string[] => {
  try {
    const below = readdirSync(directory, { withFileTypes: true }).filter((entry) => entry.isDirectory());
    return below.flatMap(({ name }) => [join(directory, name), ...directoriesBelow(join(directory, name))]);
  } catch {
    return [];
  }
};

const isEmpty = (group: string): boolean => {
  try {
    return readFileSync(join(group, 'cgroup.procs'), 'utf8') === '';
  } catch {
    return false;
  }
};

const MOMENT = 250;

/**
 * Groups with processes in them belong to whoever runs those, and come and go; one that was left behind is empty, and stays so. Others on the
 * machine have groups that are empty for a moment, before their first process and after their last.
 */
const emptyGroups = (): string[] => {
  const empty = directoriesBelow('/sys/fs/cgroup').filter(isEmpty);
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, MOMENT);
  return empty.filter(isEmpty);
};

const sections: Record<string, () => string[]> = {
  links: () => output('ip -o link').map(withoutLifetimes).toSorted(),
  addresses: () => output('ip -o address').map(withoutLifetimes).toSorted(),
  routes: () => ['-4', '-6'].flatMap((family) => output(`ip ${family} route show table all`).map(withoutLifetimes)).toSorted(),
  'network namespaces': () =>
    output('ip netns list')
      .map((line) => line.replace(/ \(id: \d+\)$/, ''))
      .toSorted(),
  'iptables, legacy': () => iptables('iptables-legacy-save'),
  'ip6tables, legacy': () => iptables('ip6tables-legacy-save'),
  'iptables, nft': () => iptables('iptables-nft-save'),
  'ip6tables, nft': () => iptables('ip6tables-nft-save'),
  'nft ruleset': () => output('nft --stateless list ruleset'),
  mounts,
  'cgroups without processes': () => emptyGroups().toSorted(),
};

export const snapshot = (): string =>
  Object.entries(sections)
    .map(([name, read]) => `## ${name}\n${read().filter(Boolean).join('\n')}\n`)
    .join('\n');

if (import.meta.main) process.stdout.write(snapshot());
