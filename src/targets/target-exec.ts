/** The engine's Exec for a target: the harness on the stdin of a bash that the target's command line leads to. */
import type { ExecResult } from '../domain/exec.ts';
import type { Exec } from '../engine/ports.ts';
import { NOT_BEGUN, harness } from './harness.ts';
import { spawn } from './spawn.ts';

const BASH = ['bash', '--noprofile', '--norc', '-s'];

/** Variables by which a shell would run something before, or read, the script differently. */
const TREACHEROUS =
  /^(BASH_ENV|ENV|SHELLOPTS|BASHOPTS|CDPATH|GLOBIGNORE|POSIXLY_CORRECT|GREP_OPTIONS|PROMPT_COMMAND|BASH_FUNC_.*|PS4|IFS)$/;

const cleaned = (env: NodeJS.ProcessEnv): Record<string, string> =>
  Object.fromEntries(
    Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined && !TREACHEROUS.test(entry[0])),
  );

/** A harness that could not make ready has begun nothing, and that is no failure of the step. */
const honest = (result: ExecResult): ExecResult => {
  if (result.kind !== 'exited' || result.code !== 125 || !result.stderr.includes(NOT_BEGUN)) return result;
  const { stdout, stderr, truncated, ms } = result;
  return { kind: 'unreachable', reason: stderr.replace(NOT_BEGUN, '').trim().split('\n').at(-1) ?? '', stdout, stderr, truncated, ms };
};

export const targetExec = (prefix: string[], env: NodeJS.ProcessEnv): Exec => {
  const clean = cleaned(env);
  return async ({ timeoutMs, ...request }, onOutput, signal) =>
    honest(await spawn({ argv: [...prefix, ...BASH], stdin: harness(request), timeoutMs, env: clean, signal, onOutput }));
};
