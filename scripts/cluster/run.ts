/** Commands of the preparation: niced, without stdin, and a failure with its last lines. */
import { execa } from 'execa';
import { fail } from '../../src/domain/problem.ts';

const LAST_LINES = 15;
const PATH_ADDED = '/usr/local/sbin:/usr/sbin:/sbin';

export type RunOptions = { cwd?: string; env?: Record<string, string>; mayFail?: boolean };

export const run = async (argv: readonly string[], { cwd, env = {}, mayFail = false }: RunOptions = {}): Promise<string> => {
  const result = await execa('nice', ['-n', '19', ...argv], {
    ...(cwd !== undefined && { cwd }),
    env: { LC_ALL: 'C', PATH: `${process.env['PATH'] ?? ''}:${PATH_ADDED}`, ...env },
    all: true,
    reject: false,
    stdin: 'ignore',
    cleanup: true,
    killDescendants: true,
  });
  if (result.failed && !mayFail)
    fail('lab-cannot-run', `${argv.join(' ')} failed:\n${result.all.split('\n').slice(-LAST_LINES).join('\n')}`);
  return result.failed ? '' : result.stdout;
};
