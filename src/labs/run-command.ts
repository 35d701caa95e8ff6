/** A command of a lab's own, with a small clean environment. */
import type { ExecResult } from '../domain/exec.ts';
import { spawn } from '../targets/spawn.ts';

const TIMEOUT_MS = 60_000;
const PATH_ADDED = '/usr/local/sbin:/usr/sbin:/sbin';

type Options = { env?: Record<string, string>; timeoutMs?: number };

export const runCommand = (argv: string[], { env = {}, timeoutMs = TIMEOUT_MS }: Options = {}): Promise<ExecResult> => {
  const base = { PATH: `${process.env.PATH ?? '/usr/bin:/bin'}:${PATH_ADDED}`, LC_ALL: 'C', HOME: process.env.HOME ?? '/' };
  return spawn({ argv, stdin: '', timeoutMs, env: { ...base, ...env }, signal: new AbortController().signal, onOutput: () => {} });
};
