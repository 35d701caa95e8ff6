/** The Docker Engine that answers, not the client: it is the engine that saves and runs images. */
import { firstGroup } from './component.ts';
import type { Component } from './component.ts';
import { semverVendored } from '../version/semver-vendored.ts';

const COMMAND = "docker version --format '{{.Server.Version}}'";

export const docker: Component<'docker'> = {
  name: 'docker',
  label: 'Docker Engine',
  ordering: semverVendored,
  detect: { command: COMMAND, how: COMMAND, parse: firstGroup(semverVendored, /^(\S+)\s*$/m) },
};
