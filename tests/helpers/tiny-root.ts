/** Root file systems in which there is next to nothing, to start the executable in. */
import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdirSync, realpathSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { runbookSchema } from '../../src/domain/runbook.ts';
import { fileFault, runbookOf } from './runbook.ts';
import { tempDir } from './temp-dir.ts';

/** None for what is a script or is linked statically. */
const librariesOf = (program: string): string[] =>
  [...spawnSync('ldd', [program], { encoding: 'utf8' }).stdout.matchAll(/(\/\S+) \(0x/g)].map(([, file = '']) => file);

const copyInto = (root: string, file: string, as = file): void => {
  mkdirSync(join(root, dirname(as)), { recursive: true });
  cpSync(realpathSync(file), join(root, as));
};

const coreutils = (): string[] =>
  execFileSync('dpkg', ['-L', 'coreutils'], { encoding: 'utf8' })
    .split('\n')
    .map((file) => file.replace(/^\/bin\//, '/usr/bin/'))
    .filter((file) => /^\/usr\/bin\/\w+$/.test(file) && existsSync(file));

/** A root file system of bash, coreutils and the C libraries that they and the executable link: nothing else, not even /proc. */
export const tinyRoot = (executable: string): string => {
  const root = tempDir();
  const programs = ['/usr/bin/bash', ...coreutils()];
  for (const file of new Set([...programs, ...[...programs, executable].flatMap(librariesOf)])) copyInto(root, file);
  copyInto(root, executable, '/runbook');
  symlinkSync('usr/bin', join(root, 'bin'));
  for (const name of ['tmp', 'dev']) mkdirSync(join(root, name));
  chmodSync(join(root, 'tmp'), 0o1777);
  execFileSync('mknod', ['-m', '666', join(root, 'dev', 'null'), 'c', '1', '3']);
  return root;
};

/** A catalogue with one runbook, whose fault is a file in the root. */
export const withFault = (root: string): void => {
  const { diagnose, verify, fix, undo } = fileFault('/tmp');
  const runbook = runbookSchema.parse(runbookOf([diagnose, fix, undo, verify]));
  mkdirSync(join(root, 'own', 'runbooks', runbook.slug), { recursive: true });
  writeFileSync(join(root, 'own', 'runbooks', runbook.slug, 'runbook.json'), JSON.stringify(runbook));
  for (const name of ['broken', 'alive']) writeFileSync(join(root, 'tmp', name), '');
};

/** Without a network, and with nothing of this machine's environment. */
export const inside = (root: string, words: string[], env: Record<string, string> = {}) => {
  const args = ['--net', 'chroot', root, '/runbook', ...words];
  const { status, stdout, stderr } = spawnSync('unshare', args, {
    env: { PATH: '/usr/bin:/usr/sbin:/bin', HOME: '/tmp', ...env },
    encoding: 'utf8',
  });
  return { code: status, stdout, stderr };
};
