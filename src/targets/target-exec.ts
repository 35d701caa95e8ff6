/** The engine's Exec for a target: the harness on the stdin of a bash that the target's way leads to. */
import { randomBytes } from 'node:crypto';
import type { ExecResult } from '../domain/exec.ts';
import type { Exec } from '../engine/ports.ts';
import { NOT_BEGUN, harness } from './harness.ts';
import { slots } from './slots.ts';
import { spawn } from './spawn.ts';
import { endSteps } from './sweep.ts';
import { directWay, lastLine } from './way.ts';
import type { Way } from './way.ts';
import { wireFor } from './wire.ts';
import type { Wire } from './wire.ts';

const BASH = ['bash', '--noprofile', '--norc', '-s'];
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

type Ended = { way: Way; wire: Wire; token: string };

/** The step began, and how it ended was not said: what may be left of it is ended, so that the answer stays true. */
const lost = async (result: ExecResult, reason: string, { way, token }: Ended): Promise<ExecResult> => {
  const left = way.outlives ? await endSteps(way, token) : { kind: 'gone' };
  return { kind: 'lost', reason, running: left.kind !== 'gone', ...outputOf(result) };
};

/** The command here has ended; what that says of the step there. */
const told = async (result: ExecResult, ended: Ended): Promise<ExecResult> => {
  const { way, wire } = ended;
  const code = wire.code();
  if (result.kind === 'unreachable' || 'running' in result) return result;
  if (code !== null) return honest({ kind: 'exited', code, ...outputOf(result) });
  const local = {
    code: result.kind === 'exited' ? result.code : null,
    stdout: wire.before('stdout'),
    stderr: wire.before('stderr'),
  };
  if (!wire.begun()) {
    const refusal = way.refusal(local);
    if (refusal !== null) return unreachable(refusal, { ms: result.ms });
  }
  if (result.kind === 'signalled' && !way.outlives) return result;
  const program = way.command([])[0] ?? '';
  return lost(result, lastLine(local.stderr) || `${program} ended with exit code ${local.code}`, ended);
};

/** It may not have come to taking its directory away, and what left its group may still run. */
const wasStopped = ({ kind }: ExecResult): boolean => kind === 'timed-out' || kind === 'interrupted' || kind === 'signalled';

/** `run` is what the tokens of all its steps begin with: by it they can be found again on the target. */
export const execOver = (way: Way, run: string = randomBytes(8).toString('hex')): Exec => {
  const withSlot = slots(AT_ONCE);
  const execute: Exec = async ({ timeoutMs, ...request }, onOutput, signal) => {
    const refused = signal.aborted ? null : await way.ready(signal);
    if (refused !== null) return unreachable(refused);
    const token = `${run}.${randomBytes(8).toString('hex')}`;
    const wire = wireFor(token);
    const stopThere = async () => (await endSteps(way, token)).kind !== 'gone';
    const where = { argv: way.command([...BASH, token]), env: way.env, wire, ...(way.outlives ? { stopThere } : {}) };
    const result = await spawn({
      ...where,
      stdin: harness({ ...request, token, sudoPassword: way.sudoPassword }),
      timeoutMs,
      signal,
      onOutput,
    });
    if (!way.outlives && wasStopped(result)) await endSteps(way, token);
    return told(result, { way, wire, token });
  };
  return way.outlives ? (...args) => withSlot(() => execute(...args)) : execute;
};

/** On what a command line of this machine leads to. */
export const targetExec = (prefix: string[], env: NodeJS.ProcessEnv): Exec =>
  execOver(
    directWay(
      () => prefix,
      { env: cleaned(env) },
      async () => ({ kind: 'unknown', reason: 'it was not asked' }),
    ),
  );
