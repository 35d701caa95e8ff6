/** kubeadm, the program. `kubeadm version -o short` prints `v1.32.2`. */
import { files, firstGroup } from './component.ts';
import type { Component } from './component.ts';
import { semverVendored } from '../version/semver-vendored.ts';

export const kubeadm: Component<'kubeadm'> = {
  name: 'kubeadm',
  label: 'kubeadm',
  group: 'distribution',
  ordering: semverVendored,
  sources: [
    {
      command: 'kubeadm version -o short',
      how: 'kubeadm version -o short',
      safe: 'prints what was compiled in; it is `kubeadm config images` that asks the network for versions',
      parse: firstGroup(semverVendored, /^(v\d\S*)\s*$/m),
    },
  ],
  traces: files('/etc/kubernetes/admin.conf', '/var/lib/kubelet/kubeadm-flags.env'),
};
