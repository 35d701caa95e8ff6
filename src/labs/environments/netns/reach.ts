/** Everything that is done in a lab goes through its `enter` script. */
import { join } from 'node:path';
import { describeExec } from '../../../domain/exec.ts';
import { fail } from '../../../domain/problem.ts';
import type { LabHandle } from '../../environment.ts';
import { runCommand } from '../../run-command.ts';
import { directoryOf } from '../../state.ts';
import type { LabRecord } from '../../state.ts';
import { normalised, snapshotScript } from './snapshot.ts';

const BASH = ['bash', '--noprofile', '--norc', '-euo', 'pipefail', '-c'];

export const reach = (record: LabRecord): LabHandle => {
  const enter = join(directoryOf(record.instance), 'enter');
  const exec: LabHandle['exec'] = (script, { as = 'node', timeoutMs, env = {} } = {}) =>
    runCommand(['bash', enter, as, ...BASH, script], { env, ...(timeoutMs !== undefined && { timeoutMs }) });
  const said = async (script: string): Promise<string> => {
    const result = await exec(script);
    if (result.kind === 'exited' && result.code === 0) return result.stdout;
    return fail('internal', `the lab ${record.instance} cannot be read: ${describeExec(result)}`);
  };
  const facts = async () => ({
    kernel: (await said('uname -r')).trim(),
    'util-linux': (await said('unshare --version')).trim().split(' ').at(-1) ?? '',
  });
  return {
    instance: record.instance,
    prefix: record.prefix,
    address: '10.77.0.1',
    exec,
    snapshot: async () => normalised(await said(snapshotScript)),
    facts,
  };
};
