/**
 * What shells (server.ts) have left on a target of a run whose runner was killed: how the last step of each ended, as far as that was to be kept, and directories. Known by
 * the run, which their names begin with, and by their owner: what lies there under such a name and is another user's is not looked at.
 */
import type { ExecResult } from '../domain/exec.ts';
import { keptBeside, workOf } from './server.ts';
import { spawn } from './spawn.ts';
import { findSteps } from './sweep.ts';
import type { Way } from './way.ts';

const TIMEOUT_MS = 20_000;

/** A machine that was started anew may have forgotten what the step did, whatever lies in its place of temporary files. */
const readScript = (run: string, nth: number): string => `
for lines in "${workOf(`${run}.`)}"${keptBeside('*')}; do
  if [ ! -d "$lines" ] || [ -L "$lines" ] || [ ! -O "$lines" ]; then continue; fi
  read -r label code printed ms boot <"$lines/ended" || continue
  if [ "$label" != ${nth} ] || [ "$boot" != "$(cat /proc/sys/kernel/random/boot_id)" ]; then continue; fi
  echo "ended $code $printed $ms"
  if [ "$printed" != no ]; then
    base64 -w0 "$lines/out" && echo && base64 -w0 "$lines/err" && echo
  fi
  echo over
  break
done 2>/dev/null
exit 0
`;

const ENDED = /^ended (\d{1,3}) (no|cut|whole) (\d{1,12})\n(?:([\w+/=]*)\n([\w+/=]*)\n)?over\n$/;

const decoded = (text = ''): string => Buffer.from(text, 'base64').toString('utf8');

/** What is printed there; null when it cannot be asked. */
const asked = async (way: Way, script: string): Promise<string | null> => {
  const signal = AbortSignal.timeout(TIMEOUT_MS);
  if ((await way.ready(signal)) !== null) return null;
  const argv = way.command(['bash', '--noprofile', '--norc', '-s']);
  const result = await spawn({ argv, stdin: script, timeoutMs: TIMEOUT_MS, env: way.env, signal, onOutput: () => {} });
  return result.kind === 'exited' && !result.truncated ? result.stdout : null;
};

/** How the step with this number in the run ended; `truncated` as well where what it printed was not kept, since that proves nothing. Null when nobody knows. */
export const keptEnd = async (way: Way, run: string, nth: number): Promise<ExecResult | null> => {
  const said = ENDED.exec((await asked(way, readScript(run, nth))) ?? '');
  if (!said) return null;
  const [, code, printed, ms, out, err] = said;
  const output = { stdout: decoded(out), stderr: decoded(err), truncated: printed !== 'whole' };
  return { kind: 'exited', code: Number(code), ...output, ms: Number(ms) };
};

/** `but`: what the names of those begin with that are at work now; `ends`: whether what tells how a step ended stays. */
type Spared = { but?: string; ends: boolean };

const clearScript = (tokens: string, { but, ends }: Spared): string => `
for left in "${workOf(tokens)}"*; do
  if [ ! -d "$left" ] || [ -L "$left" ] || [ ! -O "$left" ]; then continue; fi
  ${but === undefined ? '' : `case $left in "${workOf(but)}"*) continue ;; esac`}
  ${ends ? 'if [ -s "$left/ended" ]; then continue; fi' : ''}
  rm -rf -- "$left" 2>/dev/null || sudo -n rm -rf -- "$left" 2>/dev/null
done
exit 0
`;

/** Takes away the directories of shells whose tokens begin so, once nothing of them is at work. */
export const clearLeft = async (way: Way, tokens: string, spared: Spared): Promise<void> => {
  const { kind } = await findSteps(way, tokens, spared.but);
  if (kind === 'gone') await asked(way, clearScript(tokens, spared));
};
