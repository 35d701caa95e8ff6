/** Whether it is said whose cluster a script speaks to: kubectl by itself takes the context that somebody looked at last. */
import { optionOf } from './draft.ts';
import type { Draft } from './draft.ts';
import type { DraftStep } from './fence-options.ts';
import { finding } from './finding.ts';
import type { LintFinding } from './finding.ts';

/** As a command of its own: `microk8s kubectl` and `k3s kubectl` know their cluster. */
const BARE = /(?:^|[|;&({!`]|\b(?:sudo|if|then|do|while|until|timeout \d+))\s*kubectl\s/;
const NAMED = /--(?:kubeconfig|context)\b|\bkubectl version --client\b|\bkubectl config\b/;

const saysItself = (line: string): boolean => line.trimStart().startsWith('#') || !BARE.test(line) || NAMED.test(line);

const inStep = (draft: Draft, step: DraftStep): LintFinding[] => {
  if (optionOf(step, 'cluster') === true) return [];
  const at = step.script.split('\n').findIndex((line) => !saysItself(line));
  if (at < 0) return [];
  return [
    finding(draft.article.file, step.inScript({ line: at + 1, column: 1 }), {
      rule: 'whose-cluster',
      message: 'kubectl takes the context that somebody looked at last',
      help: 'add `#| cluster: true`: then the step has a kubeconfig of the one cluster that the plan names',
    }),
  ];
};

export const checkCluster = (draft: Draft): LintFinding[] => draft.steps.flatMap((step) => inStep(draft, step));
