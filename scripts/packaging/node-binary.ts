/** The Node that goes into an executable: the one this project develops with, for this machine's architecture or another. */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { fail } from '../../src/domain/problem.ts';

type Locked = { packages: Record<string, { version?: string; integrity?: string }> };

export const architectures = ['x64', 'arm64'] as const;
export type Architecture = (typeof architectures)[number];

const cache = join(process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'kubemend', 'node');

const lockedAs = (name: string): { version: string; integrity: string } => {
  const { version, integrity } = (JSON.parse(readFileSync('package-lock.json', 'utf8')) as Locked).packages[`node_modules/${name}`] ?? {};
  return version && integrity
    ? { version, integrity }
    : fail('missing-tool', `The lock says nothing of ${name}.`, { hint: 'npm run lock' });
};

/** From the registry that npm is set up with; what does not have the digest of the lock is thrown away. */
const fetched = (name: string): string => {
  const { version, integrity } = lockedAs(name);
  const folder = join(cache, `${name}-${version}`);
  const binary = join(folder, 'package', 'bin', 'node');
  if (existsSync(binary)) return binary;
  mkdirSync(folder, { recursive: true });
  execFileSync('npm', ['pack', `${name}@${version}`, '--silent', '--pack-destination', folder], { stdio: ['ignore', 'ignore', 'inherit'] });
  const tarball = join(folder, `${name}-${version}.tgz`);
  const [algorithm = '', digest = ''] = integrity.split(/-(.*)/s);
  if (createHash(algorithm).update(readFileSync(tarball)).digest('base64') !== digest) {
    rmSync(folder, { recursive: true });
    fail('missing-tool', `${name}@${version} is not what the lock says.`);
  }
  execFileSync('tar', ['-xzf', tarball, '-C', folder, 'package/bin/node']);
  return binary;
};

/** The path of a Node for Linux on `arch`, of the version in the lock. */
export const nodeBinary = (arch: Architecture): string => {
  const installed = join('node_modules', `node-linux-${arch}`, 'bin', 'node');
  return existsSync(installed) ? installed : fetched(`node-linux-${arch}`);
};
