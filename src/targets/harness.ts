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

export const quote = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;

/** By the shell itself: a process for each file would cost as much as the step. */
const writeFile = (path: string, text: string): string => `printf %s ${quote(text.endsWith('\n') ? text : `${text}\n`)} >"${path}"`;

/** What it runs is known by: the token of the step and its session, so that what a step leaves behind as a daemon is not taken for it. */
export const STEP_VARIABLE = 'RUNBOOK_STEP';

type Harnessed = Pick<ExecRequest, 'script' | 'variables'> & { token: string };

export const harness = ({ script, variables, token }: Harnessed): string =>
  [
    sayBegin(token),
    'work=',
    `trap 'code=$?; [ -z "$work" ] || rm -rf -- "$work"; ${sayEnd(token, '$code')}; exit "$code"' EXIT`,
    '# Nothing of the step runs unless all of it is there: a full disk must not cut it.',
    'set -e',
    `trap 'echo "${NOT_BEGUN}" >&2; exit 125' ERR`,
    'umask 077',
    'work=$(mktemp -d "${TMPDIR:-/tmp}/kubemend.XXXXXXXX")',
    '{ read -ra stat </proc/$$/stat; } 2>/dev/null || stat=()',
    `export ${STEP_VARIABLE}="${token}:\${stat[5]-}"`,
    '# A polite kill is for the step to answer; what is here goes after it.',
    'trap : HUP INT TERM',
    'cd "$work"',
    `export LC_ALL=C PATH="$PATH:${PATH_ADDED}"`,
    'if [ "$EUID" -eq 0 ] && ! command -v sudo >/dev/null 2>&1; then',
    'mkdir bin',
    writeFile('bin/sudo', SUDO),
    'chmod 700 bin/sudo; PATH="$work/bin:$PATH"',
    'fi',
    writeFile('step', script),
    'trap - ERR; set +e',
    '# Read to its end before any of it is done.',
    '(',
    ...Object.entries(variables).map(([name, value]) => `export ${name}=${quote(value)}`),
    'exec bash --noprofile --norc -euo pipefail ./step',
    ') </dev/null',
    '',
  ].join('\n');
