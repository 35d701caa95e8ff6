/** k3d, the program. `k3d version` prints `k3d version v5.8.3`, then the K3s it would use. */
import { firstGroup } from './component.ts';
import type { Component } from './component.ts';
import { nodesOf, tracesInNodes } from './containers.ts';
import { semver } from '../version/semver.ts';

export const k3d: Component<'k3d'> = {
  name: 'k3d',
  label: 'k3d',
  group: 'distribution',
  ordering: semver,
  sources: [
    {
      command: 'k3d version',
      how: 'k3d version',
      safe: 'prints what was compiled in; only `k3d version list` asks a registry',
      parse: firstGroup(semver, /^k3d version (v?\d\S*)/m),
    },
  ],
  traces: tracesInNodes(nodesOf.k3d),
};
