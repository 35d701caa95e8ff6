/** The Linux kernel that runs. */
import { firstGroup } from './component.ts';
import type { Component } from './component.ts';
import { kernel as ordering } from '../version/kernel.ts';

export const kernel: Component<'kernel'> = {
  name: 'kernel',
  label: 'Linux kernel',
  ordering,
  detect: { command: 'uname -r', how: 'uname -r', parse: firstGroup(ordering, /^(\S+)\s*$/m) },
};
