/** CRI-O. `crio --version` prints `crio version 1.28.0`, then a table; some versions a log line on stderr before it. */
import { files, firstGroup } from './component.ts';
import type { Component } from './component.ts';
import { semver } from '../version/semver.ts';

export const crio: Component<'crio'> = {
  name: 'crio',
  label: 'CRI-O',
  group: 'engine',
  ordering: semver,
  sources: [
    {
      command: 'crio --version',
      how: 'crio --version',
      safe: '--version prints what was compiled in',
      parse: firstGroup(semver, /^crio version (\S+)/m),
    },
  ],
  traces: files('/run/crio/crio.sock', '/etc/crio'),
};
