/** Runs apt-get so that a person sees what takes long, and waits for whoever else is using it. */
import { execa } from 'execa';
import { setTimeout as sleep } from 'node:timers/promises';
import { fail } from '../../src/domain/problem.ts';
import { ticking } from './ticking.ts';

const LOCK_SECONDS = 600;
const LOCKED = /could not get lock|unable to lock/i;
const env = { DEBIAN_FRONTEND: 'noninteractive', LC_ALL: 'C' };

export type AptRun = { path: string; say: (text: string) => void };

const aptGet = (args: readonly string[], path: string) =>
  execa('apt-get', ['-o', `DPkg::Lock::Timeout=${LOCK_SECONDS}`, ...args], {
    env: { ...env, PATH: path },
    all: true,
    reject: false,
    stdin: 'ignore',
  });

/** apt-get waits for dpkg's lock by itself, but not for the lock on its package lists. */
const whenUnlocked = async (args: readonly string[], path: string): Promise<Awaited<ReturnType<typeof aptGet>>> => {
  const deadline = performance.now() + LOCK_SECONDS * 1000;
  for (;;) {
    const result = await aptGet(args, path);
    if (!result.failed || !LOCKED.test(result.all) || performance.now() > deadline) return result;
    await sleep(2000);
  }
};

const apt = async (what: string, args: readonly string[], { path, say }: AptRun): Promise<void> => {
  const result = await ticking(what, say, () => whenUnlocked(args, path));
  if (result.failed) fail('missing-tool', `apt-get ${args.join(' ')} failed:\n${result.all}`);
};

export const installCommand = (packages: readonly string[]): string => `apt-get install -y --no-install-recommends ${packages.join(' ')}`;

export const installPackages = async (packages: readonly string[], run: AptRun): Promise<void> => {
  await apt('Fetching the package lists', ['update'], run);
  await apt(`Installing ${packages.join(', ')}`, installCommand(packages).split(' ').slice(1), run);
};
