/** containerd on PATH. It prints `containerd <package> <version> <commit>`, the package being an import path or `containerd.io`. */
import { firstGroup } from './component.ts';
import type { Component } from './component.ts';
import { semverVendored } from '../version/semver-vendored.ts';

export const containerd: Component<'containerd'> = {
  name: 'containerd',
  label: 'containerd',
  ordering: semverVendored,
  detect: { command: 'containerd --version', how: 'containerd --version', parse: firstGroup(semverVendored, /^containerd \S+ (\S+)/m) },
};
