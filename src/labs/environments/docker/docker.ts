/** A Docker Engine of a chosen version (`DOCKER` in the settings of a lab), alone in its namespaces. The node is where its commands work. */
import { fail } from '../../../domain/problem.ts';
import { cgroupVersion } from '../../cgroup.ts';
import { missingPrepared, readPrepared } from '../../cluster/prepared.ts';
import type { Prepared } from '../../cluster/prepared.ts';
import type { Environment, LabHandle } from '../../environment.ts';
import { directoryOf, writeRecord } from '../../state.ts';
import type { LabRecord } from '../../state.ts';
import { missingTools } from '../../tools.ts';
import { normalised } from '../netns/snapshot.ts';
import { engineDown, engineTools, engineUp, exec, must } from './engine.ts';
import { snapshotScript } from './snapshot.ts';

export const preparedOrFail = async (): Promise<Prepared> =>
  (await readPrepared()) ?? fail('lab-cannot-run', 'the parts of a cluster are not prepared', { hint: 'npm run cluster' });

/** The root of the engine that a lab asks for. */
export const rootOf = ({ engines }: Prepared, { settings }: LabRecord): string =>
  engines[settings['DOCKER'] ?? ''] ?? fail('lab-cannot-run', `Docker Engine ${settings['DOCKER'] ?? '(no version)'} is not prepared`);

export const prefixFor = (record: LabRecord): string[] => ['bash', `${directoryOf(record.instance)}/enter`, 'node'];

export const factsOfEngine = async (record: LabRecord): Promise<Record<string, string>> => {
  const script = `uname -r; docker version -f '{{.Server.Version}}'; docker info -f '{{.Driver}} {{.CgroupDriver}}'`;
  const { stdout } = must('the engine does not answer', await exec(record, script, { as: 'client' }));
  const [kernel = '', docker = '', drivers = ''] = stdout.trim().split('\n');
  return { kernel, 'cgroup version': cgroupVersion(), 'Docker Engine': docker, 'storage and cgroup driver': drivers };
};

const reach = (record: LabRecord): LabHandle => ({
  instance: record.instance,
  prefix: record.prefix,
  address: '127.0.0.1',
  exec: (script, options) => exec(record, script, options),
  snapshot: async () => normalised(must('the engine cannot be read', await exec(record, snapshotScript)).stdout),
  facts: () => factsOfEngine(record),
});

const up: Environment['up'] = async (record, files) => {
  await engineUp(record, { root: rootOf(await preparedOrFail(), record), files });
  return reach(writeRecord({ ...record, stage: 'up', prefix: prefixFor(record) }));
};

export const docker: Environment = {
  name: 'docker',
  ceiling: 'distribution',
  atOnce: 2,
  missing: async (settings = {}) => [...missingTools(engineTools), ...(await missingPrepared({ docker: settings['DOCKER'] }))],
  prepare: async () => {},
  up,
  reach,
  down: engineDown,
};
