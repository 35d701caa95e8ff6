/** kind, the program. `kind version` prints `kind v0.20.0 go1.20.4 linux/amd64`. */
import { firstGroup } from './component.ts';
import type { Component } from './component.ts';
import { nodesOf, tracesInNodes } from './containers.ts';
import { semver } from '../version/semver.ts';

export const kind: Component<'kind'> = {
  name: 'kind',
  label: 'kind',
  group: 'distribution',
  ordering: semver,
  sources: [
    {
      command: 'kind version',
      how: 'kind version',
      safe: 'prints what was compiled in; does not look for an engine',
      parse: firstGroup(semver, /^kind (?:version )?(v?\d\S*)/m),
    },
  ],
  traces: tracesInNodes(nodesOf.kind),
};
