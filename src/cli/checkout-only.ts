/** What stands in the one file for the commands that parse articles: their parser is no part of it. */
import { fail } from '../domain/problem.ts';

const refuse = (command: string) => async (): Promise<number> =>
  fail('needs-checkout', `runbook ${command} works on the files of the project, with parsers that are no part of this one file.`, {
    hint: 'In a checkout, after npm ci: npx runbook lint, npx runbook new.',
  });

export const lint = refuse('lint');
export const begin = refuse('new');
