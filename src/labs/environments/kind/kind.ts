/**
 * Kubernetes clusters made by the real `kind create cluster` on an engine of their own. In the settings of a lab `DOCKER`, `KUBERNETES` and
 * `CONTAINERD` choose the versions, `NODES` how many nodes a cluster has, and `CLUSTERS` how many there are: <instance>, <instance>-2, ….
 * The node is the control plane of the first; the user, and the client, is the machine on whose docker network they are.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fail, ProblemError } from '../../../domain/problem.ts';
import { MEGABYTE } from '../../bearable.ts';
import { missingPrepared } from '../../cluster/prepared.ts';
import type { Prepared } from '../../cluster/prepared.ts';
import type { Environment, LabHandle } from '../../environment.ts';
import { directoryOf, writeRecord } from '../../state.ts';
import type { LabRecord } from '../../state.ts';
import { missingTools } from '../../tools.ts';
import { factsOfEngine, partsOf, prefixFor, prepared, preparedOrFail } from '../docker/docker.ts';
import { engineDown, engineTools, engineUp, exec, must } from '../docker/engine.ts';
import { normalised } from '../netns/snapshot.ts';
import { addressOfNode, cluster, complaints, copyFiles, settled, settledNode, snapshotScript } from './scripts.ts';

const CREATE_MS = 360_000;

const nodeOf = ({ instance }: LabRecord): string => `${instance}-control-plane`;
const addressFile = ({ instance }: LabRecord): string => join(directoryOf(instance), 'address');

type Node = Prepared['nodes'][string];

/** The first containerd of the table where a lab names none. */
const imageFor = (node: Node | undefined, containerd: string | undefined): Node['images'][string] | undefined =>
  containerd === undefined ? Object.values(node?.images ?? {})[0] : node?.images[containerd];

/** On the engine, where docker and kind are. */
const onEngine = (record: LabRecord, script: string, timeoutMs?: number) =>
  exec(record, script, {
    as: 'client',
    env: { NODE: nodeOf(record) },
    ...(timeoutMs !== undefined && { timeoutMs }),
  });

const facts = async (record: LabRecord): Promise<Record<string, string>> => {
  const script = `kubectl get node -o jsonpath='{range .items[0].status.nodeInfo}{.kubeletVersion}|{.containerRuntimeVersion}{end}'; echo
kubectl version -o json | jq -r '.serverVersion | .gitVersion + " " + .goVersion'
runc --version | head -1`;
  const { stdout } = must('the cluster does not answer', await exec(record, script));
  const [kubelet = '', server = '', runc = ''] = stdout.trim().split('\n');
  const { nodes } = await preparedOrFail();
  const { settings } = record;
  const node = nodes[settings['KUBERNETES'] ?? ''];
  const parts = prepared({ ...imageFor(node, settings['CONTAINERD'])?.versions });
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

const countOf = (settings: Record<string, string>, name: 'NODES' | 'CLUSTERS'): number => {
  const count = Number(settings[name] ?? '1');
  return Number.isInteger(count) && count > 0 ? count : fail('invalid-content', `${name} is no count: ${settings[name]}`);
};

/** A control plane and its engine take less than 2 GB, measured with the pods of a lab; each further node less than one. */
const needs: Environment['needs'] = (settings) => {
  const nodes = countOf(settings, 'NODES') * countOf(settings, 'CLUSTERS');
  return { memory: (1000 + 1000 * nodes) * MEGABYTE, processors: 1 };
};

const create = async (record: LabRecord): Promise<void> => {
  writeFileSync(join(directoryOf(record.instance), 'node'), nodeOf(record));
  for (let number = 1; number <= countOf(record.settings, 'CLUSTERS'); number += 1) {
    const name = number === 1 ? record.instance : `${record.instance}-${number}`;
    const made = await onEngine(record, `/opt/kubemend/cluster ${name} ${countOf(record.settings, 'NODES')}`, CREATE_MS);
    must('kind did not create the cluster', made);
  }
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
  const { image, data } =
    imageFor(node, record.settings['CONTAINERD']) ?? fail('lab-cannot-run', `containerd ${record.settings['CONTAINERD']} is not prepared`);
  await engineUp(record, {
    ...partsOf(all, record),
    data,
    files,
    commands: { cluster, settled, 'settled-node': settledNode, 'node-image': image },
    programs: { kubectl: node.kubectl },
  });
  await create(record).catch((error: unknown) => explained(record, error));
  must("the lab's files did not reach the node", await onEngine(record, copyFiles));
  writeFileSync(addressFile(record), must('the node has no address', await onEngine(record, addressOfNode)).stdout);
  return reach(writeRecord({ ...record, stage: 'up', prefix: prefixFor(record) }));
};

export const kind: Environment = {
  name: 'kind',
  ceiling: 'distribution',
  views: ['node', 'user'],
  needs,
  missing: async (settings = {}) => [...missingTools(engineTools), ...(await missingPrepared(settings))],
  prepare: async () => {},
  up,
  reach,
  down: engineDown,
};
