/**
 * The shell on the target that runs steps, one after another: each in a process group of its own, on streams of its own, in a private directory of its own
 * that is new. It is there before the first of them, so that none waits for it. Here it stops what it is asked to stop (TERM, the second time KILL;
 * USR1: at once); elsewhere the sweep does. It takes the directories away when its stdin ends, however the runner did, and needs nothing but bash and coreutils. Pure.
 */
import { NOT_BEGUN } from './harness.ts';
import { sayBegin, sayEnd } from './wire.ts';

const PATH_ADDED = '/usr/local/sbin:/usr/sbin:/sbin:/snap/bin';

/** What a step runs is known by: its token and its session, so that what it leaves behind as a daemon is not taken for it. */
export const STEP_VARIABLE = 'RUNBOOK_STEP';

/** The private directory of a step, by name, so that it can be taken away from outside when the step was killed. A shell expands it there. */
export const workOf = (token: string): string => `\${TMPDIR:-/tmp}/kubemend.${token}`;

/** One character each, so that none is the beginning of another. */
const NAMES = '0123456789abcdef';
export const MOST_STEPS = NAMES.length;

export type Served = {
  token: string;
  /** How many steps it takes. */
  steps: number;
  /**
   * Where steps print: `own`: on what the shell itself prints on, so it takes one only. `pairs`: each on descriptors of its own, from 3 on, which only a process here can
   * be given. `relayed`: each on a pipe of its own, from which a `cat` brings it to where the shell prints, and which is cut off when the step is over.
   */
  streams: 'own' | 'pairs' | 'relayed';
};

/** The token of a step, by which it is found. */
export const stepToken = ({ token }: Served, at: number): string => `${token}.${NAMES[at] ?? ''}`;

type Descriptors = { out: number; err: number };
const FIRST = 3;
/** On which it is said that the step number `at` begins, and how it ended. */
const saidOn = ({ streams }: Served, at: number): Descriptors => {
  const pair = streams === 'pairs' ? at : 0;
  return { out: FIRST + 2 * pair, err: FIRST + 1 + 2 * pair };
};

/** A step must not hold those of another open. */
const closeAll = ({ streams, steps }: Served): string =>
  Array.from({ length: streams === 'pairs' ? 2 * steps : 6 }, (_, at) => `${FIRST + at}>&-`).join(' ');

/** The pipes of a step, and one on which nobody speaks: it ends when both who relay have. What goes on to speak is not waited for longer than here. */
const RELAY = `
lay() {
  mine "$lines" || mkdir -- "$lines" || return
  [ -p "$lines/g$1" ] || mkfifo -- "$lines"/{o,e,g}"$1"
}
join() {
  ( trap '' TERM; exec cat <"$lines/o$1" >&3 4>&- 7>"$lines/g$1" ) &
  relays=$!
  ( trap '' TERM; exec cat <"$lines/e$1" >&4 3>&- 7>"$lines/g$1" ) &
  relays="$relays $!"
  exec 5>"$lines/o$1" 6>"$lines/e$1" 8<"$lines/g$1"
}
part() {
  local how=255
  exec 5>&- 6>&-
  while [ "$how" -gt 128 ] && [ "$how" != 142 ]; do # not in time is 142, a signal is another
    read -r -t "$patience" -u 8 _; how=$?
  done
  [ "$how" != 142 ] || kill -KILL $relays
  wait $relays
  exec 8<&-
}
`;
const NO_RELAY = `
lay() { :; }
join() { :; }
part() { :; }
`;

const program = (served: Served): string => {
  const { token, steps, streams } = served;
  const work = workOf(token);
  const relayed = streams === 'relayed';
  const names = Array.from({ length: steps }, (_, at) => NAMES[at]).join(',');
  const steady = Array.from({ length: steps }, (_, at) => `"${workOf(stepToken(served, at))}"`).join(' ');
  const all = relayed ? `${steady} "$lines"` : steady;
  return `umask 077
unset -v server busy stops job stat size at out err step work token code lines relays patience
export LC_ALL=C PATH="$PATH:${PATH_ADDED}"
{ read -ra stat </proc/$$/stat; } 2>/dev/null || stat=()
${streams === 'pairs' ? '' : 'exec 3>&1 4>&2 >/dev/null'}
lines=${work}.lines
exec 2>/dev/null
busy=
stops=0
job=
ask() {
  [ -n "$busy" ] || exit 0
  stops=$((stops + 1))
  [ -n "$job" ] || return 0
  if [ "$stops" = 1 ] && [ "$1" = TERM ]; then kill -TERM -- "-$job"; else kill -KILL -- "-$job" || sudo -n kill -KILL -- "-$job"; fi
}
mine() { [ -O "$1" ] && [ ! -L "$1" ]; } # whoever clears the place of temporary files makes room for others there
trap 'rm -rf -- ${all}' EXIT
trap : HUP INT PIPE
${relayed ? 'trap \'[ -n "$busy" ] || exit 0; [ -n "$job" ] || stops=1\' TERM' : "trap 'ask TERM' TERM\ntrap 'ask KILL' USR1"}
mkdir -- ${all}
${relayed ? `mkfifo -- "$lines"/{o,e,g}{${names}}` : ''}
patience=1
[ "\${BASH_VERSINFO[0]}" -lt 4 ] || patience=0.2
if [[ \${BASH_VERSINFO[0]} -gt 4 || \${BASH_VERSINFO[0]}.\${BASH_VERSINFO[1]} == 4.[1-4] ]]; then
  take() { IFS= read -r -N "$1" step; }
else
  take() { IFS= read -r -d '' step; }
fi
ended() {
  local i
  while :; do
    wait "$1"; code=$?
    if [ "$code" -le 128 ] || ! kill -0 "$1"; then break; fi
  done
  [ "$stops" -gt 0 ] || return 0
  kill -KILL -- "-$1" || sudo -n kill -KILL -- "-$1"
  for ((i = 0; i < 50; i++)); do
    kill -0 -- "-$1" || return 0
    sleep 0.02
  done
  return 1
}
tidied() {
  local left=("$work"/*)
  ${steps === 1 ? '' : '[ "${left[*]}" = "$work/step" ] ||'} rm -rf -- "$work"
}
${relayed ? RELAY : NO_RELAY}
shopt -s dotglob
set -m
while read -r size at out err; do
  take "$size" || exit
  work=${work}.$at token=${token}.$at busy=1 stops=0 job=
  ${sayBegin('$token')} >&"$out" || exit
  ${sayBegin('$token')} >&"$err" || exit
  if lay "$at" 2>&"$err"; then
    join "$at" || exit
    (
      exec ${closeAll(served)}
      export ${STEP_VARIABLE}="$token:\${stat[5]-}"
      eval "$step"
    ) </dev/null >&${relayed ? '5' : '"$out"'} 2>&${relayed ? '6' : '"$err"'} &
    job=$!
    [ "$stops" = 0 ] || kill -KILL -- "-$job" # asked before there was anything to stop
    ended "$job" || exit
    part
    tidied
  else
    echo "${NOT_BEGUN}" >&"$err"
    code=125
  fi
  ${sayEnd('$token', '$code')} >&"$out"
  ${sayEnd('$token', '$code')} >&"$err"
  busy=
  ${relayed ? '' : 'eval "exec $out>&- $err>&-"'}
done
exit
`;
};

/**
 * What is written to the bash that becomes the shell. A bash reads its program byte by byte from a pipe, so that costs a call each; it is read by its
 * length, in one piece, but by an old bash, which reads to its end. Half of it does nothing.
 */
export const server = (served: Served): string => {
  const text = program(served);
  return `LC_ALL=C; { IFS= read -r -N ${Buffer.byteLength(text)} server || IFS= read -r -d '' server; } 2>/dev/null; eval "$server"\n${text}\0`;
};

/** What the shell reads for its step number `at`. An old bash needs the end. */
export const request = (served: Served, at: number, step: string): string => {
  const { out, err } = saidOn(served, at);
  const text = step.replaceAll('\0', '');
  return `${Buffer.byteLength(text)} ${NAMES[at] ?? ''} ${out} ${err}\n${text}\0`;
};
