/**
 * Ends on a target what is left of a step, proves it, and takes its directory away. The processes of a step are known by its token, which is in the environment of
 * what it runs: to them belong those of the same process group, and all their descendants; what a step left behind as a daemon, in a session of its own and adopted by another,
 * does not. The shell that takes steps has what their tokens begin with as its last word, so has the login shell that is about to start it; it is ended with its step, and
 * what an earlier step of it left behind is not.
 * Needs Linux's /proc there, and nothing but bash and sleep.
 */
import { setTimeout } from 'node:timers/promises';
import { quote } from '../domain/shell-word.ts';
import { spawn } from './spawn.ts';
import { STEP_VARIABLE, workOf } from './server.ts';
import type { Way } from './way.ts';
import { lastLine } from './way.ts';

const TIMEOUT_MS = 20_000;
const ATTEMPTS = 3;
const AGAIN_MS = 300;

/** What tokens begin with, what those do not begin with that are meant, and the token of the shell that goes with them; empty where there is no such. */
type Whose = { token: string; but: string; shell: string };

/** Tells on its last line: `gone`, or `left <pids>`. As root where sudo lets it, since what sudo started is root's. */
const sweepScript = ({ token, but, shell }: Whose, mode: 'end' | 'look', sudoPassword: string | null): string => `
sweep() {
  token=$1 but=$3 shell=$4
  local -A groups=() # what a group was known by may end before the rest of it
  meant() {
    [[ $1 == "$token"* && ( -z $but || $1 != "$but"* ) ]]
  }
  members() {
    local dir pid stat word words line grown
    local -A parent=() group=() member=()
    found=()
    for dir in /proc/[0-9]*; do
      pid=\${dir#/proc/}
      { IFS= read -r stat <"$dir/stat"; } 2>/dev/null || continue
      set -- \${stat##*) }
      case $1 in Z | X) continue ;; esac
      parent[$pid]=$2 group[$pid]=$3
      words=()
      { mapfile -d '' -t words <"$dir/cmdline"; } 2>/dev/null
      line="\${#words[@]} \${words[*]:1}"
      case $line in
        "5 --noprofile --norc -s "* | "3 -c bash --noprofile --norc -s "*) if [ "\${line##* }" = "$shell" ] || meant "\${line##* }"; then member[$pid]=1; fi ;;
      esac
      words=()
      { mapfile -d '' -t words <"$dir/environ"; } 2>/dev/null
      for word in "\${words[@]}"; do
        if [[ $word == "${STEP_VARIABLE}="*:"$4" ]] && meant "\${word#*=}"; then groups[$3]=1; fi
      done
    done
    for pid in "\${!group[@]}"; do
      if [ -n "\${groups[\${group[$pid]}]-}" ]; then member[$pid]=1; fi
    done
    grown=1
    while [ "$grown" = 1 ]; do
      grown=0
      for pid in "\${!parent[@]}"; do
        if [ -z "\${member[$pid]-}" ] && [ -n "\${member[\${parent[$pid]}]-}" ]; then member[$pid]=1 grown=1; fi
      done
    done
    found=("\${!member[@]}")
    [ "\${#found[@]}" -gt 0 ]
  }
  await() {
    local i
    for ((i = 0; i < 20; i++)); do
      members || return 0
      sleep 0.1
    done
    return 1
  }
  [ -r /proc/self/stat ] || { echo 'left (there is no /proc to tell)'; return; }
  members || { echo gone; return; }
  if [ "$2" = end ]; then
    for signal in TERM KILL; do
      kill -"$signal" -- "\${found[@]}" 2>/dev/null
      if await; then echo gone; return; fi
    done
  fi
  echo "left \${found[*]}"
}
swept() {
if [ "$(id -u)" -ne 0 ] && sudo -n true 2>/dev/null; then
  sudo -n bash --noprofile --norc -c "$(declare -f sweep); sweep '${token}' ${mode} '${but}' '${shell}'"
${
  sudoPassword === null
    ? ''
    : `elif [ "$(id -u)" -ne 0 ]; then
  printf '%s\\n' ${quote(sudoPassword)} | sudo -S -p '' bash --noprofile --norc -c "$(declare -f sweep); sweep '${token}' ${mode} '${but}' '${shell}'"
`
}else
  sweep '${token}' ${mode} '${but}' '${shell}'
fi
}
said=$(swept)
if [ '${mode}' = end ] && [ "$said" = gone ]; then
  for work in "${workOf(shell || token)}"*; do # a killed step cannot take its directory away itself
    if [ ! -d "$work" ] || [ -L "$work" ] || [ ! -O "$work" ]; then continue; fi
    rm -rf -- "$work" 2>/dev/null || sudo -n rm -rf -- "$work" 2>/dev/null
  done
fi
echo "$said"
exit 0
`;

export type Swept = { kind: 'gone' } | { kind: 'left'; processes: string } | { kind: 'unreachable'; reason: string };

const sweepOnce = async (way: Way, whose: Whose, mode: 'end' | 'look'): Promise<Swept> => {
  const signal = AbortSignal.timeout(TIMEOUT_MS);
  const refused = await way.ready(signal);
  if (refused !== null) return { kind: 'unreachable', reason: refused };
  const argv = way.command(['bash', '--noprofile', '--norc', '-s']);
  const result = await spawn({
    argv,
    stdin: sweepScript(whose, mode, way.sudoPassword),
    timeoutMs: TIMEOUT_MS,
    env: way.env,
    signal,
    onOutput: () => {},
  });
  const said = /^(gone|left)\b ?(.*)$/.exec(lastLine(result.stdout));
  if (said?.[1] === 'gone') return { kind: 'gone' };
  if (said?.[1] === 'left') return { kind: 'left', processes: said[2] ?? '' };
  return { kind: 'unreachable', reason: lastLine(result.stderr) || `the target did not answer (${result.kind})` };
};

/** A connection that has just broken may not know it yet: so it is tried again. */
const sweep = async (way: Way, whose: Whose, mode: 'end' | 'look'): Promise<Swept> => {
  for (let attempt = 1; ; attempt += 1) {
    const swept = await sweepOnce(way, whose, mode);
    if (swept.kind !== 'unreachable' || attempt === ATTEMPTS || !way.outlives) return swept;
    await setTimeout(AGAIN_MS);
  }
};

/** Ends what is left of the steps whose token begins so: one step, or all steps of a run by its id and a dot. `shell`: its token, when it is to end with its step. */
export const endSteps = (way: Way, token: string, shell = ''): Promise<Swept> => sweep(way, { token, but: '', shell }, 'end');

/** Only looks; `but`: what the tokens of those begin with that are not meant, since they are one's own. */
export const findSteps = (way: Way, token: string, but = ''): Promise<Swept> => sweep(way, { token, but, shell: '' }, 'look');
