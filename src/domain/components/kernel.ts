/** The Linux kernel that runs. */
import { firstGroup } from './component.ts';
import type { Component } from './component.ts';
import { kernel as ordering } from '../version/kernel.ts';

export const kernel: Component<'kernel'> = {
  name: 'kernel',
  label: 'Linux kernel',
  group: 'node',
  ordering,
  sources: [
    {
      command: 'uname -r',
      how: 'uname -r',
      safe: 'one system call',
      parse: firstGroup(ordering, /^(\S+)\s*$/m),
    },
  ],
  traces: null,
};
