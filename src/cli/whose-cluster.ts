/** Before a run: which cluster its steps speak to, when any does. Refuses where that is not clear. */
import { fail } from '../domain/problem.ts';
import type { Cluster } from '../domain/cluster.ts';
import type { Runbook } from '../domain/runbook.ts';
import type { Exec } from '../engine/ports.ts';
import { chooseCluster, execWithCluster } from '../targets/cluster.ts';
import { askWith } from '../targets/identity.ts';

export type ClusterOptions = { context?: string | undefined; kubeconfig?: string };

/** `exec` gives the kubeconfig of that one context to the steps that say `cluster`. */
export type OnCluster = { cluster: Cluster | null; exec: Exec };

const hintFor = (contexts: string[]): string =>
  contexts.length === 0
    ? 'Name its file on the target: --kubeconfig FILE, and --context NAME when it has several.'
    : `Name one of them: ${contexts.map((context) => `--context ${context}`).join(', ')}.`;

export const onCluster = async (
  { distro, steps }: Runbook,
  { context, kubeconfig }: ClusterOptions,
  { exec, signal }: { exec: Exec; signal: AbortSignal },
): Promise<OnCluster> => {
  if (!steps.some((step) => step.cluster)) return { cluster: null, exec };
  const chosen = await chooseCluster(askWith(exec, signal), { distro, context, kubeconfig });
  if (chosen.kind === 'chosen') return { cluster: chosen.cluster, exec: execWithCluster(exec, chosen.kubeconfig) };
  return fail('which-cluster', `Which cluster is meant? ${chosen.reason}.`, { hint: hintFor(chosen.contexts) });
};
