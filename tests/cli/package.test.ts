import { execFileSync, spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { tempDir } from '../helpers/temp-dir.ts';

const call = (cwd: string, file: string, ...args: string[]) => {
  const env = { PATH: process.env.PATH ?? '', HOME: cwd, LC_ALL: 'C' };
  const { status, stdout, stderr } = spawnSync(process.execPath, [file, ...args], { cwd, env, encoding: 'utf8' });
  return { code: status, stdout, stderr };
};

/** What `npm i -g kubemend` would unpack, in a place where nothing else is. */
const unpacked = (): string => {
  const dir = tempDir();
  execFileSync('npm', ['pack', '--ignore-scripts', '--silent', '--pack-destination', dir], { encoding: 'utf8' });
  execFileSync('tar', ['-xzf', join(dir, readdirSync(dir).find((name) => name.endsWith('.tgz')) ?? ''), '-C', dir]);
  return join(dir, 'package');
};

beforeAll(() => void execFileSync(process.execPath, ['scripts/build-cli.ts']));

describe('the published package', () => {
  it('needs nothing beside itself: no dependencies, the catalogue inside', () => {
    const dir = unpacked();
    const bin = join(dir, 'dist', 'cli', 'runbook.mjs');
    expect(call(dir, bin, 'list').stdout).toContain('microk8s-dnat  KM0001');
    expect(call(dir, bin, 'show', 'KM0001').stdout).toContain('sudo microk8s ctr containers ls -q');
    expect(readdirSync(dir).toSorted()).toEqual(['LICENSE', 'README.md', 'dist', 'package.json']);
  });

  it('says that lint, new and lab need a checkout', () => {
    const dir = unpacked();
    for (const words of [['lint'], ['new', 'my-failure'], ['lab', 'microk8s-dnat']]) {
      expect(call(dir, join(dir, 'dist', 'cli', 'runbook.mjs'), ...words), words.join(' ')).toMatchObject({
        code: 2,
        stderr: expect.stringContaining('[needs-checkout]') as string,
      });
    }
  });
});

describe('the one file', () => {
  it('runs where there is nothing but Node and itself', () => {
    const dir = tempDir();
    mkdirSync(join(dir, 'usb'));
    copyFileSync(resolve('dist/one/runbook.mjs'), join(dir, 'usb', 'runbook.mjs'));
    expect(call(dir, 'usb/runbook.mjs', 'list').stdout).toContain('microk8s-dnat  KM0001');
    expect(call(dir, 'usb/runbook.mjs', 'diagnose', 'microk8s-dnat').code).toBe(4);
    expect(call(dir, 'usb/runbook.mjs', 'lint')).toMatchObject({ code: 2, stderr: expect.stringContaining('[needs-checkout]') as string });
  });
});
