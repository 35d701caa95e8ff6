/**
 * What one step is made of, for a process of its own that the shell on the target makes (server.ts): the declared values as environment, and the
 * step in a strict bash in its private directory. Pure; needs nothing on the target but bash and coreutils.
 */
import { quote } from '../domain/shell-word.ts';
import type { ExecRequest } from '../engine/ports.ts';

/** What the harness says when it could not make ready, with exit 125: nothing of the step has run. */
export const NOT_BEGUN = 'kubemend: the step could not be made ready';

/** Used where there is no sudo and root already is, so that scripts can say sudo as a person would type it. */
const SUDO = `#!/bin/sh
while [ $# -gt 0 ]; do
  case $1 in
    -n | -E | -H) shift ;;
    --) shift; break ;;
    -*) echo "sudo: $1 is not known where the runner stands in for sudo" >&2; exit 64 ;;
    *=*) export "$1"; shift ;;
    *) break ;;
  esac
done
exec "$@"
`;

const PASSWORD_VARIABLE = 'RUNBOOK_SUDO_PASSWORD';

/** The real one asks this for the password; what it starts does not see it, since sudo clears the environment. */
const ASKPASS = `#!/bin/bash
printf '%s\\n' "$${PASSWORD_VARIABLE}"
`;

/** Scripts say `sudo -n` so that they never hang: here it may ask, since the answer is at hand. */
const SUDO_WITH_PASSWORD = `#!/bin/bash
own=\${0%/*}
PATH=\${PATH//"$own:"/}
options=()
while [ $# -gt 0 ]; do
  case $1 in
    -n | --non-interactive) shift ;;
    -[ughpCrtTDRU]) options+=("$1" "\${2-}"); shift; [ $# -eq 0 ] || shift ;;
    --) break ;;
    -*) options+=("$1"); shift ;;
    *) break ;;
  esac
done
exec sudo -A "\${options[@]}" "$@"
`;

/** By the shell itself: a process for each file would cost as much as the step. */
const writeFile = (path: string, text: string): string => `printf %s ${quote(text.endsWith('\n') ? text : `${text}\n`)} >"${path}"`;

type Harnessed = Pick<ExecRequest, 'script' | 'variables' | 'kubeconfig'> & { sudoPassword?: string | null };

const ownSudo = (text: string): string[] => ['mkdir bin', writeFile('bin/sudo', text), 'chmod 700 bin/sudo; PATH="$work/bin:$PATH"'];

const withPassword = (password: string): string[] => [
  ...ownSudo(SUDO_WITH_PASSWORD),
  writeFile('bin/askpass', ASKPASS),
  'chmod 700 bin/askpass',
  `export SUDO_ASKPASS="$work/bin/askpass" ${PASSWORD_VARIABLE}=${quote(password)}`,
];

/** For root where there is none, and for a user whose password is at hand. */
const sudoFor = (password: string | null): string[] => [
  'if [ "$EUID" -eq 0 ]; then if ! command -v sudo >/dev/null 2>&1; then',
  ...ownSudo(SUDO),
  'fi; else :',
  ...(password === null ? [] : withPassword(password)),
  'fi',
];

/** Where no cluster was chosen: kubectl must not fall back on the person's own, nor on localhost. */
const NO_CLUSTER = `apiVersion: v1
kind: Config
clusters: [{ name: none, cluster: { server: "https://no-cluster-was-chosen.invalid" } }]
contexts: [{ name: none, context: { cluster: none, user: none } }]
users: [{ name: none }]
current-context: none
`;

const clusterFor = (kubeconfig: string | null | undefined): string[] =>
  kubeconfig === undefined ? [] : [writeFile('kubeconfig', kubeconfig ?? NO_CLUSTER), 'export KUBECONFIG="$work/kubeconfig"'];

/** It begins in a new process whose directory is `$work`, and becomes the step. */
export const harness = ({ script, variables, kubeconfig, sudoPassword = null }: Harnessed): string =>
  [
    '# Nothing of the step runs unless all of it is there: a full disk must not cut it.',
    'set -e',
    `trap 'echo "${NOT_BEGUN}" >&2; exit 125' ERR`,
    'mine "$work" || mkdir -- "$work"',
    'cd "$work"',
    ...sudoFor(sudoPassword),
    ...clusterFor(kubeconfig),
    writeFile('step', script),
    ...Object.entries(variables).map(([name, value]) => `export ${name}=${quote(value)}`),
    'trap - ERR; set +e',
    'exec bash --noprofile --norc -euo pipefail ./step',
    '',
  ].join('\n');
