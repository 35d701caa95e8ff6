import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ensurePackages, type Machine } from '../../scripts/setup/debian.ts';
import { ProblemError, type Problem } from '../../src/domain/problem.ts';
import { program, tempDir } from '../helpers/temp-dir.ts';

const purposes = ['lab', 'browser'] as const;

/** A machine whose programs lie in one directory: hammer is there, the saw and its rack are not, nor is the window. */
const workshop = (aptGet?: string) => {
  const directory = tempDir();
  const log = join(directory, 'apt.log');
  const said: string[] = [];
  program(directory, 'hammer', '');
  if (aptGet !== undefined) program(directory, 'apt-get', `printf '%s\\n' "$DEBIAN_FRONTEND $*" >>${log}\ncd ${directory}\n${aptGet}`);
  const machine: Machine = {
    path: aptGet === undefined ? directory : `${directory}:/usr/bin:/bin`,
    isRoot: true,
    say: (text) => said.push(text),
    needs: [
      { purpose: 'lab', package: 'hammers', proof: 'hammer' },
      { purpose: 'lab', package: 'saws', proof: 'saw' },
      { purpose: 'lab', package: 'saws', proof: join(directory, 'rack') },
      { purpose: 'browser', package: 'windows', proof: 'window' },
      { purpose: 'lint', package: 'brooms', proof: 'broom' },
    ],
  };
  return { machine, said, aptLog: () => (existsSync(log) ? readFileSync(log, 'utf8').trim().split('\n') : []) };
};

const problemOf = async (work: Promise<void>): Promise<Problem> => {
  const error: unknown = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof ProblemError)) throw new Error('there was no Problem', { cause: error });
  return error.problem;
};

const INSTALLS = `if [ "$3" = install ]; then touch rack saw window; chmod +x saw window; fi`;

test('installs what is missing, once, and says so in one line each', async () => {
  const { machine, said, aptLog } = workshop(INSTALLS);
  await ensurePackages(purposes, machine);
  await ensurePackages(purposes, machine);
  expect(aptLog()).toEqual([
    'noninteractive -o DPkg::Lock::Timeout=600 update',
    'noninteractive -o DPkg::Lock::Timeout=600 install -y --no-install-recommends saws windows',
  ]);
  expect(said).toEqual(['Fetching the package lists … 0 s\n', 'Installing saws, windows … 0 s\n']);
});

test('is silent and leaves apt-get alone when all is there', async () => {
  const { machine, said, aptLog } = workshop(INSTALLS);
  await ensurePackages(['lab'], { ...machine, needs: machine.needs.slice(0, 1) });
  expect([said, aptLog()]).toEqual([[], []]);
});

test('tells a person who is not root what is missing, for what, and what to type', async () => {
  const { machine, aptLog } = workshop(INSTALLS);
  const { code, message, hint } = await problemOf(ensurePackages(purposes, { ...machine, isRoot: false }));
  expect(code).toBe('missing-tool');
  expect(message).toMatch(
    /only root may install.*\n {2}for the labs: saws \(no saw, no .*rack\)\n {2}for the site's tests in a browser: windows \(no window\)/,
  );
  expect(hint).toBe('sudo apt-get update && sudo apt-get install -y --no-install-recommends saws windows');
  expect(aptLog()).toEqual([]);
});

test('says that a system is not Debian, with the list', async () => {
  const { machine } = workshop();
  const { message } = await problemOf(ensurePackages(['lab'], machine));
  expect(message).toMatch(/no apt-get.*\n {2}for the labs: saws/);
});

test('shows what apt-get printed when it fails', async () => {
  const { machine } = workshop(`[ "$3" = update ] || { echo 'E: Unable to locate package saws' >&2; exit 100; }`);
  const { message } = await problemOf(ensurePackages(['lab'], machine));
  expect(message).toContain('install -y --no-install-recommends saws failed:\nE: Unable to locate package saws');
});

test('notices a package that does not hold what it should', async () => {
  const { machine } = workshop('');
  const { message } = await problemOf(ensurePackages(['lab'], machine));
  expect(message).toContain('although their packages were installed');
});

test('waits for the lock on the package lists', async () => {
  const locked = `if [ ! -e tried ]; then touch tried; echo 'E: Could not get lock /var/lib/apt/lists/lock. It is held by process 1' >&2; exit 100; fi`;
  const { machine, aptLog } = workshop(`${locked}\n${INSTALLS}`);
  await ensurePackages(purposes, machine);
  expect(aptLog().map((line) => line.split(' ')[3])).toEqual(['update', 'update', 'install']);
});
