/** Kubernetes, by its API server. `kubectl version` prints `Server Version: v1.32.2`; before 1.28 a Go struct with a GitVersion. */
import { firstGroup } from './component.ts';
import type { Component } from './component.ts';
import { semverVendored } from '../version/semver-vendored.ts';

const SERVER = /^Server Version: (?:version\.Info\{.*?GitVersion:")?(v\d[^\s",]*)/m;

export const kubernetes: Component<'kubernetes'> = {
  name: 'kubernetes',
  label: 'Kubernetes',
  ordering: semverVendored,
  detect: { command: 'kubectl version', how: 'kubectl version', parse: firstGroup(semverVendored, SERVER) },
};
