import { describe, expect, test } from 'vitest';
import { complaintsAbout } from './helpers.ts';

const saying = (command: string, option = '') =>
  complaintsAbout({
    en: [
      ['journalctl --no-pager', `${command}\njournalctl --no-pager`],
      ['#| id: lamp-log', `#| id: lamp-log${option}`],
    ],
  });

describe('kubectl', () => {
  test('without a cluster takes whichever was looked at last: the author is told where', () => {
    expect(saying('kubectl get pods')).toMatchInlineSnapshot(
      `"en.mdx:125:1: kubectl takes the context that somebody looked at last — add \`#| cluster: true\`: then the step has a kubeconfig of the one cluster that the plan names"`,
    );
    expect(saying('if ! timeout 5 kubectl get nodes; then exit 1; fi')).toContain('add `#| cluster: true`');
  });

  test('may be used where the step says cluster, names it itself, or the distribution has its own', () => {
    expect(saying('kubectl get pods', '\n#| cluster: true')).toBe('nothing');
    for (const command of [
      'kubectl --kubeconfig f get pods',
      'kubectl --context c get pods',
      'sudo microk8s kubectl get pods',
      '# kubectl get pods',
    ])
      expect(saying(command), command).not.toContain('looked at last');
  });
});
