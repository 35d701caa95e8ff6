/** The Docker Engine that answers, not the client: it is the engine that saves and runs images. */
import { files, firstGroup } from './component.ts';
import type { Component } from './component.ts';
import { semverVendored } from '../version/semver-vendored.ts';

/** Podman can call itself docker, and then answers for itself. */
const PODMAN = 'this docker is podman';
const IS_PODMAN = `docker=$(readlink -f "$(type -P docker || exit 127)") || exit 127
IFS= read -r -n 2 start <"$docker"
[ "$start" != '#!' ] || docker+=$(<"$docker")
case $docker in *podman*) echo '${PODMAN}'; exit 1 ;; esac`;

export const docker: Component<'docker'> = {
  name: 'docker',
  label: 'Docker Engine',
  group: 'engine',
  ordering: semverVendored,
  sources: [
    {
      command: `${IS_PODMAN}
sleeps docker && exit 75
docker version --format '{{.Server.Version}}'`,
      how: "docker version --format '{{.Server.Version}}'",
      safe: 'one GET of /version; not asked where systemd would have to start the engine for it',
      absentWhen: PODMAN,
      parse: firstGroup(semverVendored, /^(\S+)\s*$/m),
    },
    {
      command: 'dockerd --version',
      how: 'dockerd --version',
      safe: '--version prints what was compiled in',
      parse: firstGroup(semverVendored, /^Docker version ([^\s,]+)/m, {
        likely: 'program-on-disk',
      }),
    },
  ],
  traces: files('/run/docker.sock', '/var/run/docker.sock', '/var/lib/docker/image'),
};
