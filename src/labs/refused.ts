/** What the machine refuses to a lab (no space, a read-only disk, no right to write) is no bug of the runner: a Problem that says what to do. */
import { ProblemError, problem } from '../domain/problem.ts';

const REFUSALS = ['ENOSPC', 'EDQUOT', 'EROFS', 'EACCES', 'EPERM', 'ENOTDIR'];

const HINT = 'Labs are kept under /var/lib/kubemend/labs, or where KUBEMEND_LABS_DIR says.';

const isRefusal = (error: unknown): error is NodeJS.ErrnoException =>
  error instanceof Error && 'code' in error && REFUSALS.includes(String(error.code));

/** Everything else is passed on as it is. */
export const refused = (error: unknown): unknown =>
  isRefusal(error)
    ? new ProblemError(problem('lab-cannot-run', `the lab cannot be written down: ${error.message}`, { hint: HINT }))
    : error;
