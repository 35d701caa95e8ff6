/** Where the project is checked out, for the commands that work on its files. */
import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fail } from '../domain/problem.ts';

const isCheckout = (directory: string): boolean =>
  existsSync(join(directory, 'content', 'articles')) && existsSync(join(directory, 'runbooks'));

/** The checkout around `cwd`, or a Problem that says why the command needs one. */
export const checkoutRoot = (command: string, cwd: string): string => {
  for (let directory = resolve(cwd); ; directory = dirname(directory)) {
    if (isCheckout(directory)) return directory;
    if (dirname(directory) === directory) {
      return fail('needs-checkout', `runbook ${command} works on the files of the project, and ${cwd} is not inside a checkout of it.`, {
        hint: 'Clone the project, run npm ci in it, and call the command there.',
      });
    }
  }
};
