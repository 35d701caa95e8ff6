/** containerd: on PATH, and those that distributions bring. It prints `containerd <package> <version> <commit>`, the package being an import path or `containerd.io`. */
import { files, firstGroup } from './component.ts';
import type { Component, Source } from './component.ts';
import { semverVendored } from '../version/semver-vendored.ts';

const parse = firstGroup(semverVendored, /^containerd \S+ (\S+)/m);
const safe = '--version prints what was compiled in';

/** One that lies in the folders of its distribution; which may only let root in. */
const bundled = (of: string, program: string): Source => ({
  of,
  command: `set -- ${program}; if [ ! -e "$1" ]; then exit 127; fi; "$1" --version`,
  how: `${program} --version`,
  safe,
  parse,
});

export const containerd: Component<'containerd'> = {
  name: 'containerd',
  label: 'containerd',
  group: 'engine',
  ordering: semverVendored,
  sources: [
    { of: 'PATH', command: 'containerd --version', how: 'containerd --version', safe, parse },
    bundled('k3s', '/var/lib/rancher/k3s/data/current/bin/containerd'),
    bundled('rke2', '/var/lib/rancher/rke2/bin/containerd'),
    bundled('microk8s', '/snap/microk8s/current/bin/containerd'),
  ],
  traces: files('/run/containerd/containerd.sock', '/run/k3s/containerd/containerd.sock', '/var/snap/microk8s/common/run/containerd.sock'),
};
