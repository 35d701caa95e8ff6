/** minikube, the program. `minikube version` prints `minikube version: v1.35.0`, then the commit. */
import { firstGroup } from './component.ts';
import type { Component } from './component.ts';
import { semver } from '../version/semver.ts';

export const minikube: Component<'minikube'> = {
  name: 'minikube',
  label: 'minikube',
  ordering: semver,
  detect: { command: 'minikube version', how: 'minikube version', parse: firstGroup(semver, /^minikube version: (\S+)/m) },
};
