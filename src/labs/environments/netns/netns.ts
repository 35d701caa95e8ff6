/** A node and a neighbour in namespaces of their own: no daemon, nothing of it on the machine but one process tree and one directory. */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describeExec } from '../../../domain/exec.ts';
import { fail } from '../../../domain/problem.ts';
import { MEGABYTE } from '../../bearable.ts';
import type { Environment, Missing } from '../../environment.ts';
import { holderNamespace, killAll, TOKEN } from '../../holder.ts';
import { missingTools } from '../../tools.ts';
import { runCommand } from '../../run-command.ts';
import { directoryOf, writeRecord } from '../../state.ts';
import type { LabRecord } from '../../state.ts';
import { boot, enter, launch } from './scripts.ts';
import { reach } from './reach.ts';

/** They sleep most of the time. */
const NEEDS = { memory: 100 * MEGABYTE, processors: 0.2 };
const TOOLS = {
  unshare: 'util-linux',
  nsenter: 'util-linux',
  setsid: 'util-linux',
  ip: 'iproute2',
  ps: 'procps',
  nft: 'nftables',
  'iptables-legacy-save': 'iptables',
};

export const missing = async (): Promise<Missing[]> => missingTools(TOOLS);

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

/** The directory only when nothing is mounted in it: what is under a mount is not the lab's to remove. */
const down = async (record: LabRecord): Promise<void> => {
  const directory = directoryOf(record.instance);
  await killAll({ token: record.token, namespace: holderNamespace(directory) });
  if (readFileSync('/proc/self/mountinfo', 'utf8').includes(` ${directory}/`))
    return fail('internal', `something is mounted under ${directory}`);
  rmSync(directory, { recursive: true, force: true });
};

export const netns: Environment = {
  name: 'netns',
  ceiling: 'component',
  views: ['node'],
  needs: () => NEEDS,
  missing,
  prepare: async () => {},
  up,
  reach,
  down,
};
