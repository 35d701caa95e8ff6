/** A Docker Engine of a chosen version (`DOCKER` in the settings of a lab), alone in its namespaces. Its commands work on the node, which is the user's machine as well. */
import { fail } from '../../../domain/problem.ts';
import { MEGABYTE } from '../../bearable.ts';
import { cgroupVersion } from '../../cgroup.ts';
import { missingPrepared, namedExtras, readPrepared } from '../../cluster/prepared.ts';
import type { Prepared } from '../../cluster/prepared.ts';
import type { Environment, LabHandle } from '../../environment.ts';
import { directoryOf, writeRecord } from '../../state.ts';
import type { LabRecord } from '../../state.ts';
import { missingTools } from '../../tools.ts';
import { normalised } from '../netns/snapshot.ts';
import { engineDown, engineTools, engineUp, exec, must } from './engine.ts';
import type { EngineParts } from './engine.ts';
import { snapshotScript } from './snapshot.ts';

export const preparedOrFail = async (): Promise<Prepared> =>
  (await readPrepared()) ?? fail('lab-cannot-run', 'the parts of a cluster are not prepared', { hint: 'npm run cluster' });

const extraOf = ({ extras }: Prepared, name: string, version: string): Prepared['root'] =>
  extras[name]?.[version] ?? fail('lab-cannot-run', `${name} ${version} is not prepared`);

/** Every prepared engine, so that one can follow another, the one that a lab asks for, and what it names besides. */
export const partsOf = (all: Prepared, { settings }: LabRecord): Pick<EngineParts, 'root' | 'engines' | 'version' | 'extras'> => {
  const { root, engines } = all;
  const version = settings['DOCKER'] ?? '(no version)';
  if (!(version in engines)) return fail('lab-cannot-run', `Docker Engine ${version} is not prepared`);
  return {
    root: root.directory,
    engines: Object.fromEntries(Object.entries(engines).map(([name, { directory }]) => [name, directory])),
    version,
    extras: Object.fromEntries(namedExtras(settings).map(([name, wanted]) => [name, extraOf(all, name, wanted).directory])),
  };
};

/** As prepared: what a program says of itself is not among it. */
export const prepared = (versions: Record<string, string>): Record<string, string> =>
  Object.fromEntries(Object.entries(versions).map(([name, version]) => [`${name} (prepared)`, version]));

export const prefixFor = ({ instance, view }: LabRecord): string[] => ['bash', `${directoryOf(instance)}/enter`, view];

export const factsOfEngine = async (record: LabRecord): Promise<Record<string, string>> => {
  const script = `uname -r; docker version -f '{{.Server.Version}}\n{{.Server.GoVersion}}'; docker info -f '{{.Driver}} {{.CgroupDriver}}'`;
  const { stdout } = must('the engine does not answer', await exec(record, script, { as: 'client' }));
  const [kernel = '', running = '', compiler = '', drivers = ''] = stdout.trim().split('\n');
  const all = await preparedOrFail();
  const { root, engines } = all;
  const besides = namedExtras(record.settings).map(([name, version]) => extraOf(all, name, version).versions);
  return {
    kernel,
    'cgroup version': cgroupVersion(),
    'Docker Engine': `${running} (${compiler})`,
    'storage and cgroup driver': drivers,
    ...prepared({ ...root.versions, ...engines[record.settings['DOCKER'] ?? '']?.versions, ...Object.assign({}, ...besides) }),
  };
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
  await engineUp(record, { ...partsOf(await preparedOrFail(), record), files });
  return reach(writeRecord({ ...record, stage: 'up', prefix: prefixFor(record) }));
};

export const docker: Environment = {
  name: 'docker',
  ceiling: 'distribution',
  views: ['node', 'user'],
  needs: () => ({ memory: 500 * MEGABYTE, processors: 1 }),
  missing: async (settings = {}) => [...missingTools(engineTools), ...(await missingPrepared(settings))],
  prepare: async () => {},
  up,
  reach,
  down: engineDown,
};
