/**
 * Finds on the target the one cluster that is meant, and its kubeconfig with that context alone. The person's current context is never
 * taken for an answer: it is whatever they looked at last.
 */
import type { Distro } from '../domain/article.ts';
import type { Cluster } from '../domain/cluster.ts';
import { describeExec } from '../domain/exec.ts';
import type { ExecResult } from '../domain/exec.ts';
import { quote } from '../domain/shell-word.ts';
import type { Exec } from '../engine/ports.ts';
import type { Ask } from './identity.ts';

export type ClusterAsked = { distro: Distro; context: string | undefined; kubeconfig: string | undefined };
export type Chosen = { kind: 'chosen'; cluster: Cluster; kubeconfig: string } | { kind: 'unclear'; reason: string; contexts: string[] };

/** How contexts are listed, and how one is got with its credentials. `listed: null`: there is only ever one. */
type Source = { listed: string | null; config: (context: string) => string };

const kubectl = (file: string | undefined): Source => {
  const from = file === undefined ? '' : `KUBECONFIG=${quote(file)} `;
  return {
    listed: `${from}kubectl config get-contexts -o name`,
    config: (context) => `${from}kubectl config view --minify --flatten --raw --context ${quote(context)}`,
  };
};

const KIND = 'kind-';
const kind: Source = {
  listed: `kind get clusters | sed 's/^/${KIND}/'`,
  config: (context) => `kind get kubeconfig --name ${quote(context.replace(KIND, ''))}`,
};
const single = (config: string): Source => ({ listed: null, config: () => config });

/** A named file is read by kubectl; otherwise each distribution is asked in its own way. */
const sourceFor = ({ distro, kubeconfig }: ClusterAsked): Source => {
  if (kubeconfig !== undefined) return kubectl(kubeconfig);
  if (distro === 'kind') return kind;
  if (distro === 'microk8s') return single('sudo -n microk8s config');
  if (distro === 'k3s') return single('sudo -n cat /etc/rancher/k3s/k3s.yaml');
  return kubectl(undefined);
};

const unclear = (reason: string, contexts: string[] = []): Chosen => ({ kind: 'unclear', reason, contexts });
const failed = (result: ExecResult): boolean => result.kind !== 'exited' || result.code !== 0;

const onlyMatch = (text: string, pattern: RegExp): string | null => {
  const found = [...text.matchAll(pattern)].map(([, value = '']) => value.replaceAll(/^["']|["']$/g, ''));
  return found.length === 1 ? (found[0] ?? null) : null;
};

const read = async (ask: Ask, command: string): Promise<Chosen> => {
  const result = await ask(command);
  if (failed(result)) return unclear(`${command}: ${describeExec(result)}`);
  const context = onlyMatch(result.stdout, /^current-context: (\S+)$/gm);
  const server = onlyMatch(result.stdout, /^ +server: (\S+)$/gm);
  if (context === null || server === null) return unclear(`${command} did not print a kubeconfig of one context`);
  return { kind: 'chosen', cluster: { context, server }, kubeconfig: result.stdout };
};

const fromList = async (ask: Ask, { listed, config }: Source & { listed: string }, wanted: string | undefined): Promise<Chosen> => {
  const result = await ask(listed);
  if (failed(result)) return unclear(`${listed}: ${describeExec(result)}`);
  const contexts = result.stdout.split('\n').filter((line) => line !== '');
  const [only, another] = contexts;
  if (wanted !== undefined && !contexts.includes(wanted)) return unclear(`there is no context ${wanted}`, contexts);
  const context = wanted ?? (another === undefined ? only : undefined);
  if (context === undefined) return unclear(only === undefined ? 'there is no context at all' : 'there are several', contexts);
  return read(ask, config(context));
};

export const chooseCluster = async (ask: Ask, asked: ClusterAsked): Promise<Chosen> => {
  const { listed, config } = sourceFor(asked);
  if (listed !== null) return fromList(ask, { listed, config }, asked.context);
  const chosen = await read(ask, config(''));
  if (chosen.kind === 'unclear' || asked.context === undefined || chosen.cluster.context === asked.context) return chosen;
  return unclear(`there is no context ${asked.context}`, [chosen.cluster.context]);
};

/** Hands the kubeconfig to the steps that ask for one, and to no other. */
export const execWithCluster =
  (exec: Exec, kubeconfig: string): Exec =>
  (request, ...rest) =>
    exec(request.kubeconfig === undefined ? request : { ...request, kubeconfig }, ...rest);
