/**
 * Kubernetes, as it runs on the node: its kubelet, the nodes of kind, the profiles of minikube, or the distribution that
 * brings it along. No API server is asked: the current context of the person's own may lead to any cluster.
 */
import { files, firstGroup, oneOfAll } from './component.ts';
import type { Component } from './component.ts';
import { fromNodes, nodesOf } from './containers.ts';
import { semverVendored } from '../version/semver-vendored.ts';

/** The profiles hold more than their version, so only those lines leave the target. */
const PROFILES = `for profile in "\${MINIKUBE_HOME:-$HOME/.minikube}"/profiles/*/config.json "\${MINIKUBE_HOME:-$HOME}"/.minikube/profiles/*/config.json; do
  [ -e "$profile" ] || continue
  here=yes
  while IFS= read -r line; do case $line in *'"KubernetesVersion"'*) echo "$line" ;; esac; done <"$profile"
done
[ "\${here:-}" = yes ] || exit 127`;

export const kubernetes: Component<'kubernetes'> = {
  name: 'kubernetes',
  label: 'Kubernetes',
  group: 'node',
  ordering: semverVendored,
  sources: [
    {
      of: 'kubelet',
      command: 'kubelet --version',
      how: 'kubelet --version',
      safe: '--version prints what was compiled in, before any configuration is read',
      parse: firstGroup(semverVendored, /^Kubernetes (v\S+)/m),
    },
    {
      of: 'kind',
      ...fromNodes(nodesOf.kind, oneOfAll(semverVendored, /\/node:(v\d[^\s@]*)/g, { likely: 'image-tag' })),
    },
    {
      of: 'minikube',
      command: PROFILES,
      how: 'grep KubernetesVersion ~/.minikube/profiles/*/config.json',
      safe: 'reads the files of the profiles',
      parse: oneOfAll(semverVendored, /"KubernetesVersion":\s*"(v[^"]+)"/g, { likely: 'profile' }),
    },
  ],
  traces: files('/var/lib/kubelet/config.yaml', '/etc/kubernetes/kubelet.conf'),
  within: ['k3s', 'rke2', 'microk8s'],
};
