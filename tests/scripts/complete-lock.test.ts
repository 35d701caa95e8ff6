import { execa } from 'execa';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { tempDir } from '../helpers/temp-dir.ts';

const ROOT = join(import.meta.dirname, '../..');
const completeLock = (cwd: string, ...args: string[]) =>
  execa('node', [join(ROOT, 'scripts/complete-lock.ts'), ...args], { cwd, reject: false, all: true });

const incomplete = {
  lockfileVersion: 3,
  packages: {
    '': { name: 'x' },
    'node_modules/saw': { version: '2.0.0', dev: true, optionalDependencies: { '@saw/linux-x64': '2.0.0', '@saw/darwin-arm64': '2.0.0' } },
    'node_modules/@saw/linux-x64': { version: '2.0.0', optional: true },
  },
};

const lockWith = (lock: unknown): string => {
  const directory = tempDir();
  writeFileSync(join(directory, 'package-lock.json'), JSON.stringify(lock));
  return directory;
};

test("the project's lock names the binaries of every system", async () => {
  const { exitCode, all } = await completeLock(ROOT, '--check');
  expect({ exitCode, all }).toEqual({ exitCode: 0, all: '' });
});

test('a lock without one is refused, with its name', async () => {
  const { exitCode, all } = await completeLock(lockWith(incomplete), '--check');
  expect({ exitCode, all }).toEqual({ exitCode: 1, all: 'package-lock.json lacks node_modules/@saw/darwin-arm64: run npm run lock' });
});

test('completing adds it, and then all is well', async () => {
  const directory = lockWith(incomplete);
  await completeLock(directory);
  const { packages } = JSON.parse(readFileSync(join(directory, 'package-lock.json'), 'utf8')) as typeof incomplete;
  expect(packages).toHaveProperty(['node_modules/@saw/darwin-arm64'], {
    version: '2.0.0',
    cpu: ['arm64'],
    dev: true,
    optional: true,
    os: ['darwin'],
  });
  expect((await completeLock(directory, '--check')).exitCode).toBe(0);
});
