import { existsSync, mkdirSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Runbook } from '../../src/domain/runbook.ts';
import { faultyPlace, runbook } from '../helpers/cli.ts';
import type { Place } from '../helpers/cli.ts';
import { program } from '../helpers/temp-dir.ts';

const config = (context: string, port: number) => `apiVersion: v1
kind: Config
clusters:
- cluster:
    certificate-authority-data: Zm9v
    server: https://127.0.0.1:${port}
  name: ${context}
contexts:
- context:
    cluster: ${context}
    user: ${context}
  name: ${context}
current-context: ${context}
users:
- name: ${context}
  user:
    client-key-data: c2VjcmV0LWtleS1vZi10aGUtY2x1c3Rlcg==
`;

/** Speaks to the API server in the diagnosis and in the fix: what kubectl is told there is written down. */
const speaking = (distro: Runbook['distro']): Place => {
  const place = faultyPlace((one) => ({
    ...one,
    distro,
    steps: one.steps.map((step) =>
      step.id === 'mend' || step.id === 'broken'
        ? { ...step, cluster: true as const, script: `kubectl get pods >>"$HOME/asked"\n${step.script}` }
        : step,
    ),
  }));
  const bin = join(place.dir, 'bin');
  mkdirSync(bin);
  place.env['PATH'] = `${bin}:${place.env['PATH']}`;
  return place;
};

/** The tiny kubectl knows the person's file `config`; each context leads to a port of its own. */
const KUBECTL = (contexts: string[]) => `case "$*" in
  'config get-contexts -o name') printf '%s\\n' ${contexts.join(' ')} ;;
  'config view --minify --flatten --raw --context '*) ${contexts.map((context, at) => `[ "\${*: -1}" != ${context} ] || cat <<'EOF'\n${config(context, 6440 + at)}EOF\n`).join('')} ;;
  'get pods') echo "\${KUBECONFIG#*/kubemend.} $(stat -c %a "$KUBECONFIG") $(sed -n 's/.*server: //p' "$KUBECONFIG")" ;;
esac`;
const askedOf = ({ dir }: Place): string[] => [
  ...new Set(
    readFileSync(join(dir, 'asked'), 'utf8')
      .trim()
      .split('\n')
      .map((line) => line.replace(/^[\w.-]+\//, '')),
  ),
];

describe('a step that speaks to an API server', () => {
  it('does so by a private kubeconfig of the one context there is, and the plan says whose cluster that is', async () => {
    const place = speaking('kubeadm');
    program(join(place.dir, 'bin'), 'kubectl', KUBECTL(['prod']));
    const { code, stdout } = await runbook(['run', 'test-fault', '--yes'], { env: place.env });
    expect(stdout).toContain('cluster: prod (https://127.0.0.1:6440)');
    expect([code, askedOf(place)]).toEqual([0, ['kubeconfig 600 https://127.0.0.1:6440']]);
  });

  it('leaves nothing of the credentials behind', async () => {
    const place = speaking('kubeadm');
    program(join(place.dir, 'bin'), 'kubectl', KUBECTL(['prod']));
    const { stdout } = await runbook(['run', 'test-fault', '--yes', '--json'], { env: place.env });
    const runs = join(place.dir, 'state', 'kubemend', 'runs');
    const journal = readFileSync(join(runs, readdirSync(runs)[0] ?? '', 'journal.jsonl'), 'utf8');
    expect([journal, stdout].some((text) => text.includes('c2VjcmV0'))).toBe(false);
    expect(readdirSync(place.dir).filter((name) => name.startsWith('kubemend.'))).toEqual([]);
  });

  it('is not begun where several clusters could be meant: they are listed, and one can be named', async () => {
    const place = speaking('kubeadm');
    program(join(place.dir, 'bin'), 'kubectl', KUBECTL(['prod', 'dev']));
    const { code, stderr } = await runbook(['run', 'test-fault', '--yes'], { env: place.env });
    expect(stderr).toMatchInlineSnapshot(`
      "
        It is not clear which cluster is meant [which-cluster]
        Which cluster is meant? there are several.
        Name one of them: --context prod, --context dev.
        Nothing was changed.

      "
    `);
    expect([code, existsSync(join(place.dir, 'asked'))]).toEqual([4, false]);

    expect((await runbook(['run', 'test-fault', '--yes', '--context', 'dev'], { env: place.env })).code).toBe(0);
    expect(askedOf(place)).toEqual(['kubeconfig 600 https://127.0.0.1:6441']);
  });

  it('refuses a context that is not there', async () => {
    const place = speaking('kubeadm');
    program(join(place.dir, 'bin'), 'kubectl', KUBECTL(['prod']));
    const { code, stderr } = await runbook(['diagnose', 'test-fault', '--context', 'pord'], { env: place.env });
    expect([code, stderr]).toEqual([4, expect.stringContaining('there is no context pord')]);
  });

  it('asks kind for its clusters, where the article is about kind', async () => {
    const place = speaking('kind');
    program(join(place.dir, 'bin'), 'kubectl', KUBECTL([]));
    program(
      join(place.dir, 'bin'),
      'kind',
      `case "$*" in 'get clusters') echo lab ;; 'get kubeconfig --name lab') cat <<'EOF'\n${config('kind-lab', 33333)}EOF\n;; esac`,
    );
    const { code, stdout } = await runbook(['run', 'test-fault', '--yes'], { env: place.env });
    expect(stdout).toContain('cluster: kind-lab (https://127.0.0.1:33333)');
    expect([code, askedOf(place)]).toEqual([0, ['kubeconfig 600 https://127.0.0.1:33333']]);
  });

  it('follows a saved plan only on the cluster it was made for', async () => {
    const place = speaking('kubeadm');
    program(join(place.dir, 'bin'), 'kubectl', KUBECTL(['prod', 'dev']));
    const file = join(place.dir, 'plan.json');
    await runbook(['plan', 'test-fault', '--context', 'dev', '--out', file], { env: place.env });
    const { code, stdout } = await runbook(['run', '--plan', file, '--yes', '--context', 'prod'], { env: place.env });
    expect(stdout.replaceAll(/\s+/g, ' ')).toContain(
      'the cluster is another (dev (https://127.0.0.1:6441) in the plan, prod (https://127.0.0.1:6440) now)',
    );
    expect(code).toBe(9);
  });
});
