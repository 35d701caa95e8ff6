/** iptables on PATH and its backend, which decides whose rules it sees. It prints `iptables v1.8.11 (nf_tables)`; before 1.8 without a backend. */
import { found, noTraces } from './component.ts';
import type { Component } from './component.ts';
import { semver } from '../version/semver.ts';

export const iptables: Component<'iptables'> = {
  name: 'iptables',
  label: 'iptables',
  group: 'node',
  ordering: semver,
  sources: [
    {
      command: 'iptables --version',
      how: 'iptables --version',
      safe: '--version prints what was compiled in',
      parse: (stdout) => {
        const [, version, variant] = /^iptables (v\S+)(?: \((\w+)\))?/m.exec(stdout) ?? [];
        return found(semver, version, variant === undefined ? {} : { variant });
      },
    },
  ],
  traces: noTraces('iptables --version'),
};
