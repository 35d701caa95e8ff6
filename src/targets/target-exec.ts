/** The engine's Exec for a target: the step, wrapped by the harness, for a shell that the target's way leads to. */
import { randomBytes } from 'node:crypto';
import type { ExecResult } from '../domain/exec.ts';
import type { Exec } from '../engine/ports.ts';
import { NOT_BEGUN, harness } from './harness.ts';
import { clearLeft } from './kept.ts';
import { slots } from './slots.ts';
import type { ShellResult, ShellStep } from './shell.ts';
import { shellsOver } from './shells.ts';
import type { Shells } from './shells.ts';
import { endSteps } from './sweep.ts';
import { directWay, lastLine } from './way.ts';
import type { Way } from './way.ts';

/** sshd lets ten sessions share a connection, unless told otherwise; some are kept for what must be stopped. */
const AT_ONCE = 6;

/** Variables by which a shell would run something before, or read, the script differently. */
const TREACHEROUS =
  /^(BASH_ENV|ENV|SHELLOPTS|BASHOPTS|CDPATH|GLOBIGNORE|POSIXLY_CORRECT|GREP_OPTIONS|PROMPT_COMMAND|BASH_FUNC_.*|PS4|IFS)$/;

export const cleaned = (env: NodeJS.ProcessEnv): Record<string, string> =>
  Object.fromEntries(
    Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined && !TREACHEROUS.test(entry[0])),
  );

const outputOf = ({ stdout, stderr, truncated, ms }: ExecResult) => ({ stdout, stderr, truncated, ms });

const unreachable = (reason: string, output: Partial<ReturnType<typeof outputOf>> = {}): ExecResult => ({
  kind: 'unreachable',
  reason,
  stdout: '',
  stderr: '',
  truncated: false,
  ms: 0,
  ...output,
});

/** A harness that could not make ready has begun nothing, and that is no failure of the step. */
const honest = (result: ExecResult): ExecResult => {
  if (result.kind !== 'exited' || result.code !== 125 || !result.stderr.includes(NOT_BEGUN)) return result;
  return unreachable(result.stderr.replace(NOT_BEGUN, '').trim().split('\n').at(-1) ?? '', outputOf(result));
};

/** The step began, and how it ended was not said: what may be left of it is ended, so that the answer stays true. */
const lost = async (way: Way, { result, token, shell }: ShellResult, reason: string): Promise<ExecResult> => {
  const left = way.outlives ? await endSteps(way, token, shell) : { kind: 'gone' };
  return { kind: 'lost', reason, running: left.kind !== 'gone', ...outputOf(result) };
};

/** The shell has ended, or says that the step has; what that says of the step. */
const told = async (way: Way, ran: ShellResult): Promise<ExecResult> => {
  const { result, code, begun, instead } = ran;
  if (result.kind === 'unreachable' || 'running' in result) return result;
  if (code !== null) return honest(result);
  if (!begun) {
    const refusal = way.refusal(instead);
    if (refusal !== null) return unreachable(refusal, { ms: result.ms });
  }
  if (result.kind === 'signalled' && !way.outlives) return result;
  const program = way.command([])[0] ?? '';
  return lost(way, ran, lastLine(instead.stderr) || `${program} ended with exit code ${instead.code}`);
};

const execIn = (way: Way, shells: Shells): Exec => {
  const withSlot = slots(AT_ONCE);
  const endThere: ShellStep['endThere'] = async (token, shell) => (await endSteps(way, token, shell)).kind !== 'gone';
  const execute: Exec = async ({ timeoutMs, keep, ...request }, onOutput, signal) => {
    if (signal.aborted) return { kind: 'interrupted', running: false, stdout: '', stderr: '', truncated: false, ms: 0 };
    const refused = await way.ready(signal);
    if (refused !== null) return unreachable(refused);
    const script = harness({ ...request, sudoPassword: way.sudoPassword });
    const ran = await shells.run({ script, ...(keep && { keep }), timeoutMs, onOutput, signal, endThere });
    if (!way.outlives && ran.result.kind === 'signalled') await endSteps(way, ran.token, ran.shell);
    return told(way, ran);
  };
  return way.outlives ? (...args) => withSlot(() => execute(...args)) : execute;
};

/** Whoever makes it closes it. What the tokens of its own steps begin with tells them from those of others that worked on the same run. */
export type OpenExec = Exec & { close: () => Promise<void>; tokens: string };

const randomToken = (): string => randomBytes(4).toString('hex');

/** `run` is what the tokens of all its steps begin with: by it they can be found again on the target. */
export const execOver = (way: Way, run: string = randomToken()): OpenExec => {
  const tokens = `${run}.${randomToken()}`;
  const shells = shellsOver(way, tokens, { kept: true });
  const close = async (): Promise<void> => {
    if (await shells.close()) await clearLeft(way, tokens, { ends: false });
  };
  return Object.assign(execIn(way, shells), { close, tokens });
};

/** On what a command line of this machine leads to, for who asks it something now and then: nothing stays. */
export const targetExec = (prefix: string[], env: NodeJS.ProcessEnv): Exec => {
  const way = directWay(
    () => prefix,
    { env: cleaned(env) },
    async () => ({ kind: 'unknown', reason: 'it was not asked' }),
  );
  return execIn(way, shellsOver(way, `${randomToken()}.${randomToken()}`, { kept: false }));
};
