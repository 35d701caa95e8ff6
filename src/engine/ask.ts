/**
 * Asks many short questions at once on a target, in one script: one connection for all of them, which matters over ssh,
 * where ten at once are refused. Each runs in a process group of its own, so that one that hangs is killed with all that
 * it started and costs the others nothing. Needs bash and coreutils.
 */
import type { ExecResult } from '../domain/exec.ts';
import type { Ports } from './ports.ts';

/** What asking needs of the outside. */
export type Asking = Pick<Ports, 'exec' | 'clock' | 'interrupt'>;

export const ASK_TIMEOUT_MS = 10_000;
/** For what is around the questions: the connection, the start of bash, the clearing away. */
const MARGIN_MS = 10_000;
/** An answer is one line, and a line is written whole: more than this is cut. */
const LONGEST = 1500;
const TIMED_OUT = 'late';

/** `sleeps docker`: systemd listens on its socket and would start it if it were asked. */
const PRELUDE = `sleeps() {
  case $(systemctl is-active "$1.socket" "$1.service" 2>/dev/null | tr '\\n' ' ') in
    'active inactive ' | 'active failed ') return 0 ;;
    *) return 1 ;;
  esac
}
one_line() {
  local text
  text=$(<"$1")
  text=\${text:0:${LONGEST}} text=\${text//\\\\/\\\\\\\\} text=\${text//$'\\n'/\\\\n}
  printf -v "$2" '%s' "\${text//$'\\t'/\\\\t}"
}
answer() {
  local out err
  one_line "$1.out" out
  one_line "$1.err" err
  printf '%s\\t%s\\t%s\\t%s\\n' "$1" "$2" "$out" "$err"
}`;

const question = (script: string, at: number): string =>
  `q${at}() {\n${script}\n}\n( (q${at}) >${at}.out 2>${at}.err; answer ${at} $?) &\nasked[${at}]=$!`;

/** The guard kills whom it still finds; who was killed has not answered, so that is said for it. */
const rest = (
  timeoutMs: number,
): string => `( sleep ${timeoutMs / 1000}; for group in "\${asked[@]}"; do kill -KILL -- "-$group"; done ) 2>/dev/null &
guard=$!
trap 'for group in "\${asked[@]}" "$guard"; do kill -KILL -- "-$group"; done 2>/dev/null; exit 143' TERM INT HUP
for at in "\${!asked[@]}"; do
  wait "\${asked[at]}" 2>/dev/null || printf '%s\\t${TIMED_OUT}\\n' "$at"
done
kill -KILL -- "-$guard" 2>/dev/null
exit 0`;

/** The scripts must be complete bash commands; their numbers in the answers are their places in the list. */
export const askScript = (scripts: readonly string[], timeoutMs: number): string =>
  ['set +e +u +o pipefail; set -m', PRELUDE, ...scripts.map(question), rest(timeoutMs)].join('\n');

const ESCAPES: Record<string, string> = { '\\\\': '\\', '\\n': '\n', '\\t': '\t' };
const plain = (text: string): string => text.replaceAll(/\\[\\nt]/g, (escape) => ESCAPES[escape] ?? escape);

const LINE = new RegExp(`^(\\d+)\\t(?:${TIMED_OUT}|(\\d+)\\t([^\\t]*)\\t([^\\t]*))$`);

type Answered = { at: number; result: ExecResult };

/** A line that is no answer is somebody else's: passed over. */
export const readAnswer = (line: string, timing: { ms: number; timeoutMs: number }): Answered | null => {
  const [, at, code, stdout = '', stderr = ''] = LINE.exec(line) ?? [];
  if (at === undefined) return null;
  const output = { stdout: plain(stdout), stderr: plain(stderr), truncated: false, ms: timing.ms };
  const late: ExecResult = { kind: 'timed-out', afterMs: timing.timeoutMs, running: false, ...output };
  return { at: Number(at), result: code === undefined ? late : { kind: 'exited', code: Number(code), ...output } };
};

/** Calls with each line as soon as it is whole. */
const byLine = (onLine: (line: string) => void): ((text: string) => void) => {
  let open = '';
  return (text) => {
    const lines = `${open}${text}`.split('\n');
    open = lines.pop() ?? '';
    for (const line of lines) onLine(line);
  };
};

const deferred = <T>() => {
  const { promise, resolve, reject } = Promise.withResolvers<T>();
  promise.catch(() => {}); // Nobody may wait for this one.
  return { promise, resolve, reject };
};

/** An answer for each script, in their order, each there as soon as it is known. What was not answered is what became of the whole. */
export const ask = (scripts: readonly string[], { exec, clock, interrupt }: Asking, timeoutMs = ASK_TIMEOUT_MS): Promise<ExecResult>[] => {
  if (scripts.length === 0) return [];
  const began = clock.monotonicMs();
  const answers = scripts.map(() => deferred<ExecResult>());
  const take = byLine((line) => {
    const answered = readAnswer(line, { ms: clock.monotonicMs() - began, timeoutMs });
    if (answered) answers[answered.at]?.resolve(answered.result);
  });
  const request = { script: askScript(scripts, timeoutMs), variables: {}, timeoutMs: timeoutMs + MARGIN_MS };
  const listen = ({ stream, text }: { stream: string; text: string }): void => {
    if (stream === 'stdout') take(text);
  };
  exec(request, listen, interrupt).then(
    (whole) => {
      take(`${whole.stdout}\n`);
      for (const { resolve } of answers) resolve(whole);
    },
    (broken: unknown) => {
      for (const { reject } of answers) reject(broken);
    },
  );
  return answers.map(({ promise }) => promise);
};
