/** RKE2. `rke2 --version` prints `rke2 version v1.34.3+rke2r3 (7598946e…)`, then the Go version. From a tarball it may lie in /opt. */
import { files, firstGroup } from './component.ts';
import type { Component } from './component.ts';
import { semverK3s } from '../version/semver-k3s.ts';

export const rke2: Component<'rke2'> = {
  name: 'rke2',
  label: 'RKE2',
  group: 'distribution',
  ordering: semverK3s,
  sources: [
    {
      command: 'PATH=$PATH:/opt/rke2/bin RKE2_CONFIG_FILE=/dev/null rke2 --version',
      how: 'rke2 --version',
      safe: '--version prints what was compiled in and unpacks nothing; its configuration, which only root may read, is not needed',
      parse: firstGroup(semverK3s, /^rke2 version (\S+)/m),
    },
  ],
  traces: files(
    '/etc/rancher/rke2',
    '/var/lib/rancher/rke2',
    '/etc/systemd/system/rke2*.service',
    '/usr/local/lib/systemd/system/rke2*.service',
  ),
};
