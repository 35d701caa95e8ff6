/** Podman. `podman --version` prints `podman version 4.9.3`. */
import { firstGroup, noTraces } from './component.ts';
import type { Component } from './component.ts';
import { semver } from '../version/semver.ts';

export const podman: Component<'podman'> = {
  name: 'podman',
  label: 'Podman',
  group: 'engine',
  ordering: semver,
  sources: [
    {
      command: 'podman --version',
      how: 'podman --version',
      safe: '--version prints what was compiled in; `podman version` would set up its storage',
      parse: firstGroup(semver, /^podman(?:-remote)? version (\S+)/m),
    },
  ],
  traces: noTraces('podman --version'),
};
