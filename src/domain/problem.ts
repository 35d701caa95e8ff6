/**
 * What went wrong in the runner itself, or in what it was given: a permanent code, what happened, why, what to do,
 * and what state the cluster is in. A failed command on a target is data, never a Problem.
 */

/** Permanent codes and their titles. A code is never used again for another problem. */
export const problemTitles = {
  usage: 'The command line is not right',
  'unknown-article': 'There is no such article',
  withdrawn: 'The article was withdrawn',
  'bad-catalog': 'The catalogue is not right',
  'not-trusted': 'Nobody has said that these articles may run',
  'unknown-resolution': 'There is no such way to fix it',
  'bad-input': 'An input is not right',
  'bad-target': 'The target is not right',
  'which-cluster': 'It is not clear which cluster is meant',
  'bad-plan': 'The plan is not right',
  'not-written': 'A file cannot be written',
  'invalid-content': 'The content does not pass the checks',
  'needs-checkout': 'This command needs a checkout of the project',
  'no-journal': 'No journal can be kept',
  'no-report': 'A report cannot be written',
  'journal-broke': 'The journal broke in the middle of a fix',
  'journal-end': 'The end of the journal may not be on the disk',
  'unknown-run': 'There is no such run',
  'bad-journal': 'A journal is not right',
  'newer-journal': 'A journal is newer than this runbook',
  'not-resumable': 'The run cannot go on',
  changed: 'It is no longer what it was',
  unreachable: 'The target cannot be reached',
  locked: 'Another run is at work on this target',
  'no-lock': 'The target cannot be locked',
  'missing-tool': 'A tool is missing',
  'lab-cannot-run': 'The lab cannot run here',
  'old-node': 'This Node is too old',
  'wrong-system': 'The runner does not work on this system',
  internal: 'The runner is broken',
} as const;

export type ProblemCode = keyof typeof problemTitles;

export type Problem = {
  code: ProblemCode;
  message: string;
  hint: string | null;
  /** What state the cluster is in. */
  state: string;
};

export const NOTHING_CHANGED = 'Nothing was changed.';

export const problem = (code: ProblemCode, message: string, rest: { hint?: string; state?: string } = {}): Problem => ({
  code,
  message,
  hint: rest.hint ?? null,
  state: rest.state ?? NOTHING_CHANGED,
});

/** Carries a Problem to the one place that prints it. */
export class ProblemError extends Error {
  readonly problem: Problem;
  constructor(cause: Problem) {
    super(cause.message);
    this.name = 'ProblemError';
    this.problem = cause;
  }
}

export const fail = (...args: Parameters<typeof problem>): never => {
  throw new ProblemError(problem(...args));
};
