/** Runs the command line as somebody would, in mount and network namespaces of this test's own: what is made there is gone with it. */
import { execa } from 'execa';
import { join } from 'node:path';
import { COMPILED, MAIN } from './cli.ts';

const ROOT = join(import.meta.dirname, '../..');

export type Alone = { code: number | undefined; stdout: string; stderr: string };

type About = { setUp: string; args: readonly string[]; before?: string; after?: string; env?: Record<string, string>; script?: string };

/** `setUp`, `before` and `after` are bash, and so is `script`, which may stand in place of the command line; what `after` prints comes behind what the command says. The exit code is the command's. */
export const alone = async ({ setUp, args, before = '', after = '', env = {}, script: instead }: About): Promise<Alone> => {
  const program = instead === undefined ? [process.execPath, MAIN, ...args] : ['bash', '-c', `'${instead}'`];
  const command = [before, ...program].filter((word) => word !== '').join(' ');
  const script = `set -eu
mount --make-rprivate /
ip link set lo up
${setUp}
code=0
${command} || code=$?
${after}
exit "$code"`;
  const argv = ['--mount', '--net', '--', 'bash', '--noprofile', '--norc', '-c', script];
  const base = { ...COMPILED, PATH: `${process.env['PATH'] ?? ''}:/usr/sbin:/sbin`, LC_ALL: 'C', HOME: process.env['HOME'] ?? '/root' };
  const result = await execa('unshare', argv, { cwd: ROOT, env: { ...base, ...env }, extendEnv: false, reject: false, stdin: 'ignore' });
  return { code: result.exitCode, stdout: result.stdout, stderr: result.stderr };
};
