/** minikube, the program. `minikube version` prints `minikube version: v1.35.0`, then the commit. */
import { firstGroup } from './component.ts';
import type { Component } from './component.ts';
import { semver } from '../version/semver.ts';

/** Every minikube makes its folders before it does anything, so it is given a home that vanishes; and it is told not to look for updates. */
const COMMAND = 'MINIKUBE_HOME=$PWD/minikube MINIKUBE_WANTUPDATENOTIFICATION=false MINIKUBE_IN_STYLE=false minikube version';

const FOLDERS = `for path in "\${MINIKUBE_HOME:-$HOME/.minikube}"/machines "$HOME"/.minikube/machines; do if [ -e "$path" ]; then echo "$path"; fi; done`;

export const minikube: Component<'minikube'> = {
  name: 'minikube',
  label: 'minikube',
  group: 'distribution',
  ordering: semver,
  sources: [
    {
      command: COMMAND,
      how: 'minikube version',
      safe: 'prints what was compiled in; its first-run folders go into a directory that is removed, and no update is looked for',
      parse: firstGroup(semver, /^minikube version: (\S+)/m),
    },
  ],
  traces: { command: FOLDERS, how: 'ls -d ~/.minikube/machines' },
};
