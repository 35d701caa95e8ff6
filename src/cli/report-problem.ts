/** The one place that prints what went wrong in the runner: what, why, what to do, and what state the cluster is in. */
import { ProblemError, problem, problemTitles } from '../domain/problem.ts';
import type { Problem, ProblemCode } from '../domain/problem.ts';
import { plainText } from '../reporters/plain-text.ts';

const EXIT_CODES: Partial<Record<ProblemCode, number>> = {
  internal: 1,
  'missing-tool': 4,
  'which-cluster': 4,
  'lab-cannot-run': 4,
  'no-journal': 9,
  'no-report': 9,
  'journal-broke': 7,
  changed: 9,
  withdrawn: 9,
  'not-trusted': 9,
  unreachable: 4,
  locked: 9,
  'no-lock': 4,
};
const USAGE = 2;

export const problemExitCode = ({ code }: Problem): number => EXIT_CODES[code] ?? USAGE;

/** What a target, or a file, said may be in it. */
export const problemText = (told: Problem): string => {
  const hint = told.hint === null ? '' : `  ${plainText(told.hint)}\n`;
  const message = plainText(told.message).replaceAll('\n', '\n  ');
  return `\n  ${problemTitles[told.code]} [${told.code}]\n  ${message}\n${hint}  ${plainText(told.state)}\n\n`;
};

const UNKNOWN_STATE = 'If a fix had begun, its last step may or may not have happened: `runbook diagnose` tells what is true now.';

/** Anything thrown becomes a Problem; what nobody foresaw is told with its stack, for a report. */
export const problemOf = (error: unknown): Problem => {
  if (error instanceof ProblemError) return error.problem;
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return problem('internal', stack, { hint: 'This is a bug: please report it with these lines.', state: UNKNOWN_STATE });
};
