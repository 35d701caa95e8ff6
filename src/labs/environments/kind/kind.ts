/**
 * A Kubernetes cluster made by the real `kind create cluster` on an engine of its own. `KUBERNETES` and `DOCKER` in the settings of a
 * lab choose the versions. The node is kind's control plane; the user, and the client, is the machine on whose docker network it is.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fail, ProblemError } from '../../../domain/problem.ts';
import { MEGABYTE } from '../../bearable.ts';
import { missingPrepared } from '../../cluster/prepared.ts';
import type { Environment, LabHandle } from '../../environment.ts';
import { directoryOf, writeRecord } from '../../state.ts';
import type { LabRecord } from '../../state.ts';
import { missingTools } from '../../tools.ts';
import { factsOfEngine, partsOf, prefixFor, prepared, preparedOrFail } from '../docker/docker.ts';
import { engineDown, engineTools, engineUp, exec, must } from '../docker/engine.ts';
import { normalised } from '../netns/snapshot.ts';
import { addressOfNode, complaints, copyFiles, createCluster, settled, snapshotScript } from './scripts.ts';

const CREATE_MS = 240_000;
const SETTLE_S = 120;

const nodeOf = ({ instance }: LabRecord): string => `${instance}-control-plane`;
const addressFile = ({ instance }: LabRecord): string => join(directoryOf(instance), 'address');

/** On the engine, where docker and kind are. */
const onEngine = (record: LabRecord, script: string, timeoutMs?: number) =>
  exec(record, script, {
    as: 'client',
    env: { NAME: record.instance, NODE: nodeOf(record), IMAGE: record.settings['IMAGE'] ?? '' },
    ...(timeoutMs !== undefined && { timeoutMs }),
  });

const facts = async (record: LabRecord): Promise<Record<string, string>> => {
  const script = `kubectl get node -o jsonpath='{range .items[0].status.nodeInfo}{.kubeletVersion}|{.containerRuntimeVersion}{end}'; echo
kubectl version -o json | jq -r '.serverVersion | .gitVersion + " " + .goVersion'
runc --version | head -1`;
  const { stdout } = must('the cluster does not answer', await exec(record, script));
  const [kubelet = '', server = '', runc = ''] = stdout.trim().split('\n');
  const { nodes } = await preparedOrFail();
  const parts = prepared(nodes[record.settings['KUBERNETES'] ?? '']?.versions ?? {});
  return { ...(await factsOfEngine(record)), 'kubelet, container runtime': kubelet, 'API server': server, runc, ...parts };
};

const reach = (record: LabRecord): LabHandle => ({
  instance: record.instance,
  prefix: record.prefix,
  address: existsSync(addressFile(record)) ? readFileSync(addressFile(record), 'utf8').trim() : '',
  exec: (script, options) => exec(record, script, options),
  snapshot: async () => normalised(must('the node cannot be read', await exec(record, snapshotScript)).stdout),
  facts: () => facts(record),
});

const create = async (record: LabRecord): Promise<void> => {
  writeFileSync(join(directoryOf(record.instance), 'node'), nodeOf(record));
  must('kind did not create the cluster', await onEngine(record, createCluster, CREATE_MS));
  const env = { LIMIT: String(SETTLE_S) };
  must('the cluster did not become ready', await exec(record, settled, { env, timeoutMs: (SETTLE_S + 10) * 1000 }));
};

/** What the node says of it, with the problem. */
const explained = async (record: LabRecord, error: unknown): Promise<never> => {
  if (!(error instanceof ProblemError)) throw error;
  const { stdout } = await onEngine(record, complaints);
  return fail(error.problem.code, `${error.problem.message}\n${stdout.trim()}`);
};

const up: Environment['up'] = async (record, files) => {
  const all = await preparedOrFail();
  const wanted = record.settings['KUBERNETES'] ?? '';
  const node = all.nodes[wanted] ?? fail('lab-cannot-run', `Kubernetes ${wanted || '(no version)'} is not prepared`);
  const withImage = { ...record, settings: { ...record.settings, IMAGE: node.image } };
  await engineUp(record, { ...partsOf(all, record), data: node.data, files });
  await create(withImage).catch((error: unknown) => explained(withImage, error));
  must("the lab's files did not reach the node", await onEngine(withImage, copyFiles));
  writeFileSync(addressFile(record), must('the node has no address', await onEngine(withImage, addressOfNode)).stdout);
  return reach(writeRecord({ ...record, stage: 'up', prefix: prefixFor(record) }));
};

export const kind: Environment = {
  name: 'kind',
  ceiling: 'distribution',
  views: ['node', 'user'],
  needs: { memory: 2000 * MEGABYTE, processors: 1 },
  missing: async (settings = {}) => [
    ...missingTools(engineTools),
    ...(await missingPrepared({ docker: settings['DOCKER'], kubernetes: settings['KUBERNETES'] })),
  ],
  prepare: async () => {},
  up,
  reach,
  down: engineDown,
};
