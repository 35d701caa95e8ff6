/** MicroK8s, by the snap it is. `snap list` prints Name, Version, Rev, Tracking, Publisher and Notes, then comes the architecture. */
import { found, unknown } from './component.ts';
import type { Component } from './component.ts';
import type { DetectedVersion } from '../detected-version.ts';
import { semver } from '../version/semver.ts';

const SNAP_ARCHS: Record<string, string> = { x86_64: 'amd64', aarch64: 'arm64', armv7l: 'armhf', ppc64le: 'ppc64el' };

const archOf = (line: string): { arch?: string } => (/^\w+$/.test(line) ? { arch: SNAP_ARCHS[line] ?? line } : {});

/** A snap made by hand has the revision `x1`: no build of the store's, so none that is known. */
const revisionOf = (rev: string | undefined): { revision?: number } => (/^[1-9]\d*$/.test(rev ?? '') ? { revision: Number(rev) } : {});

const channelOf = (tracking: string | undefined): { channel?: string } =>
  tracking === undefined || /^[-–]$/.test(tracking) ? {} : { channel: tracking };

const parse = (stdout: string): DetectedVersion => {
  const lines = stdout.trim().split('\n');
  const row = lines.find((line) => line.startsWith('microk8s '));
  if (row === undefined) return unknown('snap list shows no microk8s');
  const [, version, rev, tracking] = row.split(/\s+/);
  return found(semver, version, { ...revisionOf(rev), ...channelOf(tracking), ...archOf(lines.at(-1) ?? '') });
};

export const microk8s: Component<'microk8s'> = {
  name: 'microk8s',
  label: 'MicroK8s',
  ordering: semver,
  detect: {
    command: 'snap list microk8s && { dpkg --print-architecture 2>/dev/null || uname -m; }',
    how: 'snap list microk8s',
    absentWhen: 'no matching snaps installed',
    parse,
  },
};
