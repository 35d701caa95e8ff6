/** K3s. `k3s --version` prints `k3s version v1.32.2+k3s1 (381620ef)`, then the Go version. */
import { firstGroup } from './component.ts';
import type { Component } from './component.ts';
import { semverK3s } from '../version/semver-k3s.ts';

export const k3s: Component<'k3s'> = {
  name: 'k3s',
  label: 'K3s',
  ordering: semverK3s,
  detect: { command: 'k3s --version', how: 'k3s --version', parse: firstGroup(semverK3s, /^k3s version (\S+)/m) },
};
