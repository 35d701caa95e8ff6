/** A node and a neighbour in namespaces of their own: no daemon, nothing of it on the machine but one process tree and one directory. */
import { accessSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { describeExec } from '../../../domain/exec.ts';
import { fail } from '../../../domain/problem.ts';
import type { Environment, Missing } from '../../environment.ts';
import { inPidNamespace, killHard, pidNamespaceOf, startOf, withVariable } from '../../processes.ts';
import { runCommand } from '../../run-command.ts';
import { directoryOf, writeRecord } from '../../state.ts';
import type { LabRecord } from '../../state.ts';
import { boot, enter, launch } from './scripts.ts';
import { reach } from './reach.ts';

const TOKEN = 'KUBEMEND_LAB';
/** They sleep most of the time. */
const AT_ONCE = 10;
const ENDING_MS = 10_000;
const TOOLS = {
  unshare: 'util-linux',
  nsenter: 'util-linux',
  setsid: 'util-linux',
  ip: 'iproute2',
  ps: 'procps',
  nft: 'nftables',
  'iptables-legacy-save': 'iptables',
};

const onPath = (tool: string): boolean =>
  [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/sbin'].some((directory) => {
    try {
      accessSync(join(directory, tool));
      return true;
    } catch {
      return false;
    }
  });

export const missing = async (): Promise<Missing[]> => {
  if (process.platform !== 'linux') return [{ what: 'Linux', how: 'run it on Linux, or in a Linux virtual machine' }];
  const tools = Object.entries(TOOLS)
    .filter(([tool]) => !onPath(tool))
    .map(([tool, name]) => ({ what: tool, how: `apt-get install ${name}` }));
  const root = process.getuid?.() === 0 ? [] : [{ what: 'root', how: 'run it as root: namespaces of the network need it' }];
  const overlay = readFileSync('/proc/filesystems', 'utf8').includes('\toverlay\n') ? [] : [{ what: 'overlayfs', how: 'modprobe overlay' }];
  return [...root, ...tools, ...overlay];
};

const up: Environment['up'] = async (record, files) => {
  const directory = directoryOf(record.instance);
  mkdirSync(join(directory, 'mnt'));
  writeFileSync(join(directory, 'boot'), boot);
  writeFileSync(join(directory, 'enter'), enter);
  const started = await runCommand(['bash', '--noprofile', '--norc', '-c', launch, 'launch', directory, files, record.instance], {
    env: { [TOKEN]: record.token },
  });
  if (started.kind !== 'exited' || started.code !== 0)
    return fail('lab-cannot-run', `the node of ${record.instance} did not start: ${describeExec(started)}`);
  return reach(writeRecord({ ...record, stage: 'up', prefix: ['bash', join(directory, 'enter'), 'node'] }));
};

const holderNamespace = (directory: string): string | null => {
  try {
    const [pid, start] = readFileSync(join(directory, 'holder'), 'utf8').trim().split(' ');
    return startOf(Number(pid)) === start ? pidNamespaceOf(Number(pid)) : null;
  } catch {
    return null;
  }
};

/**
 * Kills what lives in the lab, then what was started for it, until there is none: one that was just being made may show up late.
 * In this order process 1 is reaped by the process that waits for it, not by the machine's init.
 */
const killAll = async (token: string, namespace: string | null): Promise<void> => {
  const inside = () => (namespace === null ? [] : inPidNamespace(namespace));
  const alive = () => [inside(), withVariable(TOKEN, token)].find((pids) => pids.length > 0) ?? [];
  const until = performance.now() + ENDING_MS;
  for (let left = alive(); left.length > 0; left = alive()) {
    if (performance.now() > until)
      return fail('internal', `processes of the lab do not end: ${left.join(', ')}`, {
        state: 'The lab still stands in part; run it again.',
      });
    left.forEach(killHard);
    await setTimeout(5);
  }
};

/** The directory only when nothing is mounted in it: what is under a mount is not the lab's to remove. */
const down = async (record: LabRecord): Promise<void> => {
  const directory = directoryOf(record.instance);
  await killAll(record.token, holderNamespace(directory));
  if (readFileSync('/proc/self/mountinfo', 'utf8').includes(` ${directory}/`))
    return fail('internal', `something is mounted under ${directory}`);
  rmSync(directory, { recursive: true, force: true });
};

export const netns: Environment = {
  name: 'netns',
  ceiling: 'component',
  atOnce: AT_ONCE,
  missing,
  prepare: async () => {},
  up,
  reach,
  down,
};
