/** Where a command works: the target as it was written, the way to it, and which machine that is. */
import { fail } from '../domain/problem.ts';
import type { Target } from '../domain/target.ts';
import type { Exec } from '../engine/ports.ts';
import type { RunRequest } from '../engine/request.ts';
import { labPrefix } from '../labs/state.ts';
import { askWith } from '../targets/identity.ts';
import { openWay, parseTarget, targetForms } from '../targets/index.ts';
import { cleaned, execOver } from '../targets/target-exec.ts';
import type { Way } from '../targets/way.ts';
import type { Io } from './io.ts';

export const targetOf = (text: string): Target =>
  parseTarget(text) ??
  fail('bad-target', `--target ${text}: there is no such kind of target.`, { hint: `Targets are written: ${targetForms.join(', ')}.` });

/** Whoever asks for it closes the way. `unreachable`: why it cannot be reached, and what to do; null when it can. */
export type Where = Pick<RunRequest, 'target' | 'identity'> & {
  exec: Exec;
  /** What the tokens of the steps begin with that this command itself runs there. */
  tokens: string;
  way: Way;
  unreachable: string | null;
};

type About = { run: string; signal: AbortSignal; sudoPassword?: string | null };

export const whereFor = async (io: Io, target: Target, about: About): Promise<Where> => {
  const { run, signal, sudoPassword = null } = about;
  const opened = openWay(target, { env: cleaned(io.env), labPrefix, interactive: io.interactive, sudoPassword });
  const exec = execOver(opened, run);
  const way = { ...opened, close: () => exec.close().then(opened.close) };
  const unreachable = await way.ready(signal);
  const identity = unreachable === null ? await way.identity(askWith(exec, signal)) : ({ kind: 'unknown', reason: unreachable } as const);
  return { target, exec, tokens: exec.tokens, way, identity, unreachable };
};

/** What runs scripts there; where it cannot be reached, that is the answer to all of them, and no other attempt is made. */
export const execOn = ({ exec, unreachable }: Where): Exec => {
  if (unreachable === null) return exec;
  return async () => ({ kind: 'unreachable', reason: unreachable, stdout: '', stderr: '', truncated: false, ms: 0 });
};
