import { execFileSync, spawnSync } from 'node:child_process';
import { copyFileSync, cpSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { runbookOf } from '../catalog/helpers.ts';
import { tempDir } from '../helpers/temp-dir.ts';
import { inside, tinyRoot, withFault } from '../helpers/tiny-root.ts';

const OUT = 'dist/package';
const EXECUTABLE = join(OUT, `runbook-linux-${process.arch}`);

const call = (cwd: string, file: string, ...args: string[]) => {
  const env = { PATH: process.env.PATH ?? '', HOME: cwd, LC_ALL: 'C' };
  const { status, stdout, stderr } = spawnSync(process.execPath, [file, ...args], { cwd, env, encoding: 'utf8' });
  return { code: status, stdout, stderr };
};

/** What `npm i kubemend` makes of the package in a place where nothing else is, without a network. */
const installed = (): string => {
  const dir = tempDir();
  const tarball = readdirSync(OUT).find((name) => name.endsWith('.tgz')) ?? '';
  execFileSync('npm', ['install', '--offline', '--no-audit', '--no-fund', '--prefix', dir, resolve(OUT, tarball)], { stdio: 'pipe' });
  return dir;
};

/** By the name that npm linked. */
const callBin = (dir: string, name: string, ...words: string[]) => call(dir, join('node_modules', '.bin', name), ...words);

/** An article of one's own: first as it is written, then extracted as well. */
const ownArticle = () => {
  const own = tempDir();
  cpSync('tests/fixtures/articles/whole', join(own, 'content/articles/whole'), { recursive: true });
  const extract = () => {
    mkdirSync(join(own, 'runbooks/whole'), { recursive: true });
    writeFileSync(join(own, 'runbooks/whole/runbook.json'), JSON.stringify(runbookOf()));
  };
  return { own, extract };
};

beforeAll(() => void execFileSync(process.execPath, ['scripts/package.ts', '--arch', process.arch], { stdio: 'ignore' }), 240_000);

describe('the published package', () => {
  it('installs offline and needs nothing beside itself: no dependencies, the catalogue inside', () => {
    const dir = installed();
    for (const name of ['kubemend', 'runbook']) expect(callBin(dir, name, 'list').stdout, name).toMatch(/^microk8s-dnat +KM0001 /m);
    expect(callBin(dir, 'kubemend', 'show', 'KM0001').stdout).toContain('sudo microk8s ctr containers ls -q');
    expect(readdirSync(join(dir, 'node_modules')).toSorted()).toEqual(['.bin', '.package-lock.json', 'kubemend']);
    expect(readdirSync(join(dir, 'node_modules', 'kubemend')).toSorted()).toEqual(['LICENSE', 'README.md', 'dist', 'package.json']);
  });

  it('has articles of one’s own beside its own, once they are extracted, for it cannot parse', () => {
    const dir = installed();
    const { own, extract } = ownArticle();
    const list = () => callBin(dir, 'runbook', 'list', '--catalog', own);
    expect(list()).toMatchObject({ code: 2, stderr: expect.stringContaining(`npm run extract -- --root ${own}`) as string });
    extract();
    expect(list().stdout).toMatch(/^microk8s-dnat +KM0001 .*^whole +KM0900 /ms);
    expect(callBin(dir, 'runbook', 'diagnose', 'whole', '--catalog', own)).toMatchObject({
      code: 9,
      stderr: expect.stringContaining('--trust-catalog') as string,
    });
  });

  it('is what npx finds by its name', () => {
    const dir = installed();
    const { stdout } = spawnSync('npx', ['--offline', 'kubemend', 'list'], { cwd: dir, encoding: 'utf8' });
    expect(stdout).toMatch(/^microk8s-dnat +KM0001 /m);
  });

  it('says that lint, new and lab need a checkout', () => {
    const dir = installed();
    for (const words of [['lint'], ['new', 'my-failure'], ['lab', 'microk8s-dnat']]) {
      expect(callBin(dir, 'runbook', ...words), words.join(' ')).toMatchObject({
        code: 2,
        stderr: expect.stringContaining('[needs-checkout]') as string,
      });
    }
  });
});

describe('where it cannot work', () => {
  const pretending = (what: string) => `data:text/javascript,Object.defineProperty(process, ${what})`;
  const old = pretending(`'versions', { value: { ...process.versions, node: '22.17.1' } }`);
  const windows = pretending(`'platform', { value: 'win32' }`);

  it('is refused in a sentence, by the package and by the one file', () => {
    for (const file of ['dist/cli/runbook.mjs', 'dist/one/runbook.mjs'])
      for (const [preload, said] of [
        [old, 'runbook needs Node 22.18 or newer; this is 22.17.1.'],
        [windows, 'not on Windows itself: start it in your WSL distribution.'],
      ] as const) {
        const { status, stdout, stderr } = spawnSync(process.execPath, ['--import', preload, file, 'list'], { encoding: 'utf8' });
        expect([status, stdout, stderr]).toEqual([2, '', expect.stringContaining(said)]);
      }
  });
});

describe('the one file', () => {
  it('runs where there is nothing but Node and itself', () => {
    const dir = tempDir();
    mkdirSync(join(dir, 'usb'));
    copyFileSync(resolve('dist/one/runbook.mjs'), join(dir, 'usb', 'runbook.mjs'));
    expect(call(dir, 'usb/runbook.mjs', 'list').stdout).toMatch(/^microk8s-dnat +KM0001 /m);
    expect(call(dir, 'usb/runbook.mjs', 'diagnose', 'microk8s-dnat').code).toBe(5);
    const { own, extract } = ownArticle();
    const list = () => call(dir, 'usb/runbook.mjs', 'list', '--catalog', own);
    expect(list()).toMatchObject({ code: 2, stderr: expect.stringContaining('[needs-checkout]') as string });
    extract();
    expect(list().stdout).toMatch(/^whole +KM0900 /m);
    expect(call(dir, 'usb/runbook.mjs', 'lint')).toMatchObject({ code: 2, stderr: expect.stringContaining('[needs-checkout]') as string });
  });
});

describe('what is given out', () => {
  it('is listed with its digests', () => {
    expect(readFileSync(join(OUT, 'SHA256SUMS'), 'utf8').match(/\S+$/gm)).toEqual(
      readdirSync(OUT)
        .filter((name) => name !== 'SHA256SUMS')
        .toSorted(),
    );
    expect(execFileSync('sha256sum', ['-c', '--quiet', 'SHA256SUMS'], { cwd: OUT, encoding: 'utf8' })).toBe('');
  });
});

describe('the single executable', () => {
  const needsRoot = (skip: (why: string) => void): void =>
    void (process.getuid?.() === 0 || skip('only root can change the root of a process'));

  it('starts, lists, shows and mends where there is nothing but bash, coreutils and C libraries', ({ skip }) => {
    needsRoot(skip);
    const root = tinyRoot(EXECUTABLE);
    withFault(root);
    expect(inside(root, ['--version'])).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^0\.1\.0, catalogue of \d{4}-\d\d-\d\d\n$/) as string,
      stderr: '',
    });
    expect(inside(root, ['list']).stdout).toMatch(/^microk8s-dnat +KM0001 /m);
    expect(inside(root, ['show', 'KM0001']).stdout).toContain('sudo microk8s ctr containers ls -q');
    const own = { KUBEMEND_ROOT: '/own' };
    expect(inside(root, ['diagnose', 'test-fault'], own).code).toBe(3);
    expect(inside(root, ['run', 'test-fault', '--yes'], own)).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('fixed: the fault is gone') as string,
    });
    expect(readFileSync(join(root, 'tmp', 'log'), 'utf8')).toBe('mend\n');
    expect(inside(root, ['run', 'test-fault', '--yes'], own)).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('Nothing was changed.') as string,
    });
    expect(readdirSync(join(root, 'tmp')).filter((name) => name.startsWith('kubemend.'))).toEqual([]);
  });

  it('says what it cannot do: lint, new and lab need a checkout', ({ skip }) => {
    needsRoot(skip);
    const root = tinyRoot(EXECUTABLE);
    for (const words of [['lint'], ['new', 'my-failure'], ['lab', 'microk8s-dnat']])
      expect(inside(root, words), words.join(' ')).toMatchObject({
        code: 2,
        stderr: expect.stringContaining('[needs-checkout]') as string,
      });
  });
});
