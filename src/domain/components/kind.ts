/** kind, the program. `kind version` prints `kind v0.20.0 go1.20.4 linux/amd64`. */
import { firstGroup } from './component.ts';
import type { Component } from './component.ts';
import { semver } from '../version/semver.ts';

export const kind: Component<'kind'> = {
  name: 'kind',
  label: 'kind',
  ordering: semver,
  detect: { command: 'kind version', how: 'kind version', parse: firstGroup(semver, /^kind (?:version )?(v?\d\S*)/m) },
};
