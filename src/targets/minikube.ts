/**
 * The node of a minikube profile, by `minikube ssh`. Not by its built-in ssh client, which always asks for a terminal: that would write
 * the script it is sent into the output, and put stdout and stderr into one (libmachine, NativeClient.Shell).
 */
import type { TargetOf } from '../domain/target.ts';
import type { TargetAdapter } from './adapter.ts';
import { machineIdentity } from './identity.ts';
import { afterScheme } from './scheme.ts';
import { forShell, lastLine, noBash } from './way.ts';
import type { NotBegun } from './way.ts';

/** What minikube says before it has connected. */
const NOT_CONNECTED = /profile .* not found|not running|does not exist|unable to|error getting|GUEST_|DRV_|HOST_|MK_USAGE/i;

const refusal = (profile: string, ended: NotBegun): string | null => {
  if (/not found|does not exist/i.test(ended.stderr) && /profile|cluster|machine/i.test(ended.stderr))
    return `there is no minikube profile ${profile} (\`minikube profile list\` tells which there are)`;
  if (/not running|stopped|paused/i.test(ended.stderr)) return `it does not run: minikube -p ${profile} start`;
  if (NOT_CONNECTED.test(ended.stderr)) return lastLine(ended.stderr);
  return noBash(ended.code);
};

export const minikube: TargetAdapter<TargetOf<'minikube'>> = {
  kind: 'minikube',
  form: 'minikube://<profile>',
  parse: (text) => afterScheme('minikube', text, (profile) => ({ kind: 'minikube', profile })),
  open: ({ profile }, { env, sudoPassword = null }) => ({
    env,
    sudoPassword,
    ready: async () => null,
    command: (words) => ['minikube', '--profile', profile, 'ssh', '--native-ssh=false', '--', forShell(words)],
    outlives: true,
    ahead: false,
    refusal: (ended) => refusal(profile, ended),
    identity: machineIdentity,
    close: async () => {},
  }),
};
