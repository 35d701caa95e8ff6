/**
 * What is sent to bash on the target for one step: a private working directory, a fixed locale, the declared values as
 * environment, and the step in a strict bash of its own without stdin. Pure; needs nothing on the target but bash and coreutils.
 */
import type { ExecRequest } from '../engine/ports.ts';
import { sayBegin, sayEnd } from './wire.ts';

/** What the harness says when it could not make ready, with exit 125: nothing of the step has run. */
export const NOT_BEGUN = 'kubemend: the step could not be made ready';

const PATH_ADDED = '/usr/local/sbin:/usr/sbin:/sbin:/snap/bin';

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

export const quote = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;

/** By the shell itself: a process for each file would cost as much as the step. */
const writeFile = (path: string, text: string): string => `printf %s ${quote(text.endsWith('\n') ? text : `${text}\n`)} >"${path}"`;

/** What it runs is known by: the token of the step and its session, so that what a step leaves behind as a daemon is not taken for it. */
export const STEP_VARIABLE = 'RUNBOOK_STEP';

/** The private directory of a step, by name, so that it can be taken away from outside when the step was killed. A shell expands it there. */
export const workOf = (token: string): string => `\${TMPDIR:-/tmp}/kubemend.${token}`;

type Harnessed = Pick<ExecRequest, 'script' | 'variables' | 'kubeconfig'> & { token: string; sudoPassword?: string | null };

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

export const harness = ({ script, variables, kubeconfig, token, sudoPassword = null }: Harnessed): string =>
  [
    sayBegin(token),
    'work=',
    `trap 'code=$?; [ -z "$work" ] || rm -rf -- "$work"; ${sayEnd(token, '$code')}; exit "$code"' EXIT`,
    '# Nothing of the step runs unless all of it is there: a full disk must not cut it.',
    'set -e',
    `trap 'echo "${NOT_BEGUN}" >&2; exit 125' ERR`,
    'umask 077',
    `mkdir -- "${workOf(token)}"`,
    `work=${workOf(token)}`,
    '{ read -ra stat </proc/$$/stat; } 2>/dev/null || stat=()',
    `export ${STEP_VARIABLE}="${token}:\${stat[5]-}"`,
    '# A polite kill is for the step to answer; what is here goes after it.',
    'trap : HUP INT TERM',
    'cd "$work"',
    `export LC_ALL=C PATH="$PATH:${PATH_ADDED}"`,
    ...sudoFor(sudoPassword),
    ...clusterFor(kubeconfig),
    writeFile('step', script),
    'trap - ERR; set +e',
    '# Read to its end before any of it is done.',
    '(',
    ...Object.entries(variables).map(([name, value]) => `export ${name}=${quote(value)}`),
    'exec bash --noprofile --norc -euo pipefail ./step',
    ') </dev/null',
    '',
  ].join('\n');
