/**
 * The shell on the target that runs steps, one after another: each in a process group of its own, on streams of its own, in a private directory of its own
 * that is new. It is there before the first of them, so that none waits for it. Here it stops what it is asked to stop (TERM, the second time KILL;
 * USR1: at once); elsewhere the sweep does. It takes the directories away when its stdin ends, however the runner did, and needs nothing but bash and coreutils.
 * How a step ended that is to be kept lies beside them, until it is asked for another or hears `GOODBYE`: a runner that ends before may not have written it down, and
 * whoever goes on finds it there (kept.ts). Pure.
 */
import type { ExecRequest } from '../engine/ports.ts';
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

/** Where a shell whose directory has this name keeps how its last step ended, and the pipes of what is relayed. */
export const keptBeside = (work: string): string => `${work}.lines`;

/** Of each stream its head is kept, in KiB: what a step prints beyond that is lost with the runner. */
const MOST_KEPT_KIB = 512;

/** It is known here how all its steps ended. */
export const GOODBYE = '. . . . . .\n';

export type Served = {
  token: string;
  /** How many steps it takes. */
  steps: number;
  /**
   * Where steps print: `own`: on what the shell itself prints on, so it takes one only. `pairs`: each on descriptors of its own, from 3 on, which only a process here can
   * be given. `relayed`: each on a pipe of its own, from which a `tee` brings it to where the shell prints, and which is cut off when the step is over; so are
   * those of `pairs` that are to outlive the runner.
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

/** To those who relay the output of a step, and from the pipe that tells when they have ended. */
const [OUT, ERR, GONE] = [FIRST + 2 * MOST_STEPS, FIRST + 2 * MOST_STEPS + 1, FIRST + 2 * MOST_STEPS + 2];

/** A step must not hold those of another open. */
const closeAll = ({ streams, steps }: Served): string =>
  [...Array.from({ length: streams === 'pairs' ? 2 * steps : 2 }, (_, at) => FIRST + at), OUT, ERR, GONE]
    .map((one) => `${one}>&-`)
    .join(' ');

/**
 * The pipes of a step, and one on which nobody speaks: it ends when both who relay have. What goes on to speak is not waited for longer than here. Who relays
 * outlives the one he speaks to, keeps what there is room for, and ends with a failure when that was not all.
 */
const RELAY = `
lay() {
  mine "$lines" || mkdir -- "$lines" || return
  [ -p "$lines/g$1" ] || mkfifo -- "$lines"/{o,e,g}"$1"
}
relay() {
  trap '' HUP INT TERM PIPE XFSZ
  ulimit -f ${MOST_KEPT_KIB}
  exec tee -- "$1" /dev/null
}
join() {
  local keep=/dev/null
  [ "$label" = - ] || keep=$lines/out
  ( relay "$keep" <"$lines/o$1" >&"$out" ${OUT}>"$lines/g$1" ) &
  relays=$!
  [ "$label" = - ] || keep=$lines/err
  ( relay "$keep" <"$lines/e$1" >&"$err" ${OUT}>"$lines/g$1" ) &
  relays="$relays $!"
  exec ${OUT}>"$lines/o$1" ${ERR}>"$lines/e$1" ${GONE}<"$lines/g$1"
}
part() {
  local how=255 one
  exec ${OUT}>&- ${ERR}>&-
  while [ "$how" -gt 128 ] && [ "$how" != 142 ]; do # not in time is 142, a signal is another
    read -r -t "$patience" -u ${GONE} _; how=$?
  done
  [ "$how" != 142 ] || kill -KILL $relays
  printed=whole
  for one in $relays; do wait "$one" || printed=cut; done
  exec ${GONE}<&-
}
`;

/** What was stopped, killed or could not be made ready has not ended in a way that tells what came of it; nor does it after the machine was started anew. */
const KEEP = `
clock() { # in microseconds; an old bash knows whole seconds
  now=\${EPOCHREALTIME-}
  now=\${now/[.,]/}
  now=\${now:-\${SECONDS}000000}
}
keep() {
  [ "$stops" = 0 ] && [ -z "$asked" ] && [ "$code" -le 128 ] && [ "$code" != 125 ] && [ -n "$boot" ] && mine "$lines" || return 0
  kept=$printed
  clock
  printf '%s %s %s %s %s\\n' "$label" "$code" "$printed" "$(((now - since) / 1000))" "$boot" >"$lines/ended"
}
forget() {
  if [ -n "$kept" ] && mine "$lines"; then
    : >"$lines/ended"
    [ "$kept" = no ] || : >"$lines/out" >"$lines/err"
  fi
  kept=
}
`;

const program = (served: Served): string => {
  const { token, steps, streams } = served;
  const work = workOf(token);
  const relayed = streams === 'relayed';
  const keeps = streams !== 'own';
  const lines = keptBeside(work);
  const names = Array.from({ length: steps }, (_, at) => NAMES[at]).join(',');
  const steady = Array.from({ length: steps }, (_, at) => `"${workOf(stepToken(served, at))}"`).join(' ');
  const all = keeps ? `${steady} "${lines}"` : steady;
  const ifKeeps = (text: string): string => (keeps ? text : '');
  return `umask 077
unset -v server busy stops job stat size at out err to toe label how step work token code lines relays patience asked kept printed now since boot
export LC_ALL=C PATH="$PATH:${PATH_ADDED}"
{ read -ra stat </proc/$$/stat; } 2>/dev/null || stat=()
${streams === 'pairs' ? '' : 'exec 3>&1 4>&2 >/dev/null'}
lines=${lines}
kept= boot=
{ IFS= read -r boot </proc/sys/kernel/random/boot_id; } 2>/dev/null
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
${relayed ? 'trap \'[ -n "$busy" ] || exit 0; asked=1; [ -n "$job" ] || stops=1\' TERM' : "trap 'ask TERM' TERM\ntrap 'ask KILL' USR1"}
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
${ifKeeps(RELAY + KEEP)}
shopt -s dotglob
set -m
while read -r size at out err label how; do
  ${ifKeeps('forget')}
  [ "$size" != . ] || break
  take "$size" || exit
  work=${work}.$at token=${token}.$at to=$out toe=$err busy=1 stops=0 asked= job= printed=no
  ${ifKeeps('clock; since=$now')}
  ${sayBegin('$token')} >&"$out" || exit
  ${sayBegin('$token')} >&"$err" || exit
  if [ "$how" = direct ] || lay "$at" 2>&"$err"; then
    if [ "$how" = relayed ]; then join "$at" || exit; to=${OUT} toe=${ERR}; fi
    (
      exec ${closeAll(served)}
      export ${STEP_VARIABLE}="$token:\${stat[5]-}"
      eval "$step"
    ) </dev/null >&"$to" 2>&"$toe" &
    job=$!
    [ "$stops" = 0 ] || kill -KILL -- "-$job" # asked before there was anything to stop
    ended "$job" || exit
    [ "$how" = direct ] || part
    [ "$label" = - ] || keep
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
${ifKeeps(`[ -z "$kept" ] || trap 'rm -rf -- ${steady} "$lines"/[oeg]?' EXIT`)}
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
export const request = (served: Served, at: number, { script, keep }: Pick<ExecRequest, 'script' | 'keep'>): string => {
  const { out, err } = saidOn(served, at);
  const text = script.replaceAll('\0', '');
  const keeps = served.streams !== 'own';
  const relayed = served.streams === 'relayed' || (keeps && keep?.outlives === true);
  const how = `${(keeps && keep?.nth) || '-'} ${relayed ? 'relayed' : 'direct'}`;
  return `${Buffer.byteLength(text)} ${NAMES[at] ?? ''} ${out} ${err} ${how}\n${text}\0`;
};
