/** Makes sure that the programs a chore needs are on this machine, from Debian's packages where they are not. */
import { accessSync, constants } from 'node:fs';
import { join } from 'node:path';
import { fail } from '../../src/domain/problem.ts';
import { installCommand, installPackages } from './apt.ts';
import { needs as allNeeds, purposesInWords, type Need, type Purpose } from './needs.ts';

const SYSTEM_DIRECTORIES = '/usr/local/sbin:/usr/sbin:/sbin:/usr/bin:/bin';

export type Machine = { needs: readonly Need[]; path: string; isRoot: boolean; say: (text: string) => void };

const thisMachine = (): Machine => ({
  needs: allNeeds,
  path: `${process.env['PATH'] ?? ''}:${SYSTEM_DIRECTORIES}`,
  isRoot: process.getuid?.() === 0,
  say: (text) => process.stderr.write(text),
});

const isThere = (file: string, mode: number): boolean => {
  try {
    accessSync(file, mode);
    return true;
  } catch {
    return false;
  }
};

const hasCommand = (command: string, path: string): boolean =>
  path.split(':').some((directory) => directory !== '' && isThere(join(directory, command), constants.X_OK));

const isProven = (need: Need, path: string): boolean =>
  need.proof.startsWith('/') ? isThere(need.proof, constants.R_OK) : hasCommand(need.proof, path);

const missingOn = (machine: Machine, purposes: readonly Purpose[]): Need[] =>
  machine.needs.filter((need) => purposes.includes(need.purpose) && !isProven(need, machine.path));

const packagesOf = (missing: readonly Need[]): string[] => [...new Set(missing.map((need) => need.package))];

const inWords = (missing: readonly Need[]): string =>
  [...Map.groupBy(missing, (need) => need.purpose)]
    .map(
      ([purpose, ones]) =>
        `  for ${purposesInWords[purpose]}: ${packagesOf(ones).join(', ')} (no ${ones.map((one) => one.proof).join(', no ')})`,
    )
    .join('\n');

const refuse = (missing: readonly Need[], why: string, hint: string): never =>
  fail('missing-tool', `Programs are missing, ${why}:\n${inWords(missing)}`, { hint });

/** Silent when nothing is missing. Installs as root on Debian; elsewhere throws a Problem that says what to install and how. */
export const ensurePackages = async (purposes: readonly Purpose[], machine: Machine = thisMachine()): Promise<void> => {
  const missing = missingOn(machine, purposes);
  if (missing.length === 0) return;
  const packages = packagesOf(missing);
  if (!hasCommand('apt-get', machine.path))
    refuse(missing, 'and this system has no apt-get to get them with', 'Install what these Debian packages hold.');
  if (!machine.isRoot) refuse(missing, 'and only root may install them', `sudo apt-get update && sudo ${installCommand(packages)}`);
  await installPackages(packages, machine);
  const still = missingOn(machine, purposes);
  if (still.length > 0)
    refuse(still, 'although their packages were installed', `apt-get install --reinstall ${packagesOf(still).join(' ')}`);
};
