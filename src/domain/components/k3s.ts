/** K3s, of this machine or in the nodes of k3d. `k3s --version` prints `k3s version v1.32.2+k3s1 (381620ef)`, then the Go version. */
import { files, firstGroup, oneOfAll } from './component.ts';
import type { Component } from './component.ts';
import { fromNodes, nodesOf } from './containers.ts';
import { semverK3s } from '../version/semver-k3s.ts';

export const k3s: Component<'k3s'> = {
  name: 'k3s',
  label: 'K3s',
  group: 'distribution',
  ordering: semverK3s,
  sources: [
    {
      of: 'k3s',
      command: 'K3S_CONFIG_FILE=/dev/null k3s --version',
      how: 'k3s --version',
      safe: '--version prints what was compiled in and unpacks nothing; its configuration, which only root may read, is not needed',
      parse: firstGroup(semverK3s, /^k3s version (\S+)/m),
    },
    { of: 'k3d', ...fromNodes(nodesOf.k3d, oneOfAll(semverK3s, /\/k3s:(v\d[^\s@]*)/g, { likely: 'image-tag' })) },
  ],
  traces: files('/etc/rancher/k3s', '/var/lib/rancher/k3s', '/etc/systemd/system/k3s*.service', '/etc/init.d/k3s*'),
};
