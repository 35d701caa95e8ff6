/** MicroK8s, by the snap it is. `snap list` prints Name, Version, Rev, Tracking, Publisher and Notes, then comes the architecture. */
import { files, found } from './component.ts';
import type { Component, Source } from './component.ts';
import type { DetectedVersion } from '../detected-version.ts';
import { semver } from '../version/semver.ts';

const ARCH = '{ dpkg --print-architecture 2>/dev/null || uname -m; }';
const SNAP_ARCHS: Record<string, string> = { x86_64: 'amd64', aarch64: 'arm64', armv7l: 'armhf', ppc64le: 'ppc64el' };

const archOf = (line: string): { arch?: string } => (/^\w+$/.test(line) ? { arch: SNAP_ARCHS[line] ?? line } : {});

/** A snap made by hand has the revision `x1`: no build of the store's, so none that is known. */
const revisionOf = (rev: string | undefined): { revision?: number } => (/^[1-9]\d{0,9}$/.test(rev ?? '') ? { revision: Number(rev) } : {});

const channelOf = (tracking: string | undefined): { channel?: string } =>
  tracking === undefined || /^[-–]$/.test(tracking) ? {} : { channel: tracking };

const parseList = (stdout: string): DetectedVersion => {
  const lines = stdout.trim().split('\n');
  const row = lines.find((line) => line.startsWith('microk8s '));
  if (row === undefined) return { kind: 'unknown', why: 'not-understood', reason: 'snap list shows no microk8s' };
  const [, version, rev, tracking] = row.split(/\s+/);
  return found(semver, version, { ...revisionOf(rev), ...channelOf(tracking), ...archOf(lines.at(-1) ?? '') });
};

/** `version: v1.32.2` of snap.yaml, then the revision that `current` leads to, then the architecture. */
const parseFile = (stdout: string): DetectedVersion => {
  const lines = stdout.trim().split('\n');
  const version = /^version:\s*['"]?([^\s'"]+)/m.exec(stdout)?.[1];
  return found(semver, version, { ...revisionOf(lines.at(-2)), ...archOf(lines.at(-1) ?? '') });
};

const list: Source = {
  command: `sleeps snapd && { [ -e /snap/microk8s ] && exit 75; exit 127; }\nsnap list microk8s && ${ARCH}`,
  how: 'snap list microk8s',
  safe: 'snapd tells what is installed; not asked where systemd would have to start it, which might refresh snaps',
  absentWhen: 'no matching snaps installed',
  parse: parseList,
};

const file: Source = {
  command: `snap=/snap/microk8s/current
[ -e "$snap" ] || snap=/var/lib/snapd$snap
[ -e "$snap" ] || exit 127
while IFS= read -r line; do case $line in version:*) echo "$line" ;; esac; done <"$snap/meta/snap.yaml" && readlink "$snap" && ${ARCH}`,
  how: 'cat /snap/microk8s/current/meta/snap.yaml',
  safe: 'reads a file',
  parse: parseFile,
};

export const microk8s: Component<'microk8s'> = {
  name: 'microk8s',
  label: 'MicroK8s',
  group: 'distribution',
  ordering: semver,
  sources: [list, file],
  traces: files('/snap/microk8s', '/var/lib/snapd/snap/microk8s', '/var/snap/microk8s'),
};
