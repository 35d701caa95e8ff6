/** Root file systems of Debian, made by debootstrap, which is itself downloaded and not installed. The mirror is the machine's own. */
import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fail } from '../../src/domain/problem.ts';
import { clusterCache } from '../../src/labs/cluster/prepared.ts';
import type { Product } from './product.ts';
import { run } from './run.ts';
import { packages, versions } from './versions.ts';

const KEYRING = '/usr/share/keyrings/debian-archive-keyring.gpg';
const RELEASES = /^(bookworm|trixie|forky|sid|stable|testing|unstable)$/;
const UNNEEDED = ['var/cache/apt', 'var/lib/apt/lists', 'usr/share/doc', 'usr/share/locale', 'usr/share/man', 'usr/share/info'];

/** Where this machine gets Debian from, by its own apt. */
const mirror = async (): Promise<string> => {
  const targets = await run(['apt-get', 'indextargets', '--format', '$(RELEASE) $(REPO_URI)', 'Created-By: Packages'], { mayFail: true });
  const found = targets.split('\n').find((line) => RELEASES.test(line.split(' ')[0] ?? ''));
  return (
    found?.split(' ')[1] ?? fail('missing-tool', "apt's sources of this machine name no Debian release", { hint: 'Run it on Debian.' })
  );
};

const configuration = (directory: string): string =>
  [
    'APT::Sandbox::User "root";',
    `Dir::Etc::sourcelist "${directory}/sources.list";`,
    'Dir::Etc::sourceparts "/dev/null";',
    'Dir::Etc::preferencesparts "/dev/null";',
    `Dir::State::Lists "${directory}/lists";`,
    `Dir::Cache "${directory}/cache";`,
    'Acquire::Languages "none";',
    '',
  ].join('\n');

/** The names of the packages that were downloaded and unpacked; nothing is installed. With lists of its own beside the machine's: nothing of apt's state changes. */
const unpack = async (names: readonly string[], suite: string, directory: string): Promise<string[]> => {
  const apt = join(directory, 'apt');
  for (const part of ['lists/partial', 'cache/archives/partial', 'packages']) mkdirSync(join(apt, part), { recursive: true });
  writeFileSync(join(apt, 'sources.list'), `deb [signed-by=${KEYRING}] ${await mirror()} ${suite} main\n`);
  writeFileSync(join(apt, 'apt.conf'), configuration(apt));
  const env = { APT_CONFIG: join(apt, 'apt.conf') };
  await run(['apt-get', '-qq', 'update'], { env });
  await run(['apt-get', '-qq', 'download', ...names], { env, cwd: join(apt, 'packages') });
  const files = readdirSync(join(apt, 'packages'));
  for (const file of files) await run(['dpkg', '-x', join(apt, 'packages', file), directory]);
  rmSync(apt, { recursive: true });
  return files;
};

export const debootstrapProduct: Product = {
  name: 'debootstrap',
  what: 'debootstrap',
  inputs: versions.debian.engine,
  usualSeconds: 15,
  build: async (directory) => void (await unpack(['debootstrap'], versions.debian.engine, directory)),
};

/** With its libraries; what else it needs, every node has. Another version is refused. */
const OPENRC = ['openrc', 'librc1', 'libeinfo1'];
export const openrcProduct = (version: string): Product => ({
  name: 'openrc',
  what: `OpenRC ${version} from Debian ${versions.debian.node}`,
  inputs: { suite: versions.debian.node, version, packages: OPENRC },
  usualSeconds: 10,
  build: async (directory) => {
    const files = await unpack(OPENRC, versions.debian.node, directory);
    if (!files.some((file) => file.startsWith(`openrc_${version}-`)))
      fail('lab-cannot-run', `Debian ${versions.debian.node} has ${files.join(', ')}, and scripts/cluster/choices.ts says ${version}`);
  },
});

const debootstrap = async (tool: string, target: string, { suite, include }: { suite: string; include: readonly string[] }) => {
  if (!existsSync(KEYRING)) fail('missing-tool', `there is no ${KEYRING}`, { hint: 'apt-get install debian-archive-keyring' });
  const cache = join(clusterCache(), 'packages', suite);
  mkdirSync(cache, { recursive: true });
  const options = ['--variant=minbase', `--cache-dir=${cache}`, `--keyring=${KEYRING}`, `--include=${include.join(',')}`];
  const env = { DEBOOTSTRAP_DIR: join(tool, 'usr/share/debootstrap') };
  await run(['sh', join(tool, 'usr/sbin/debootstrap'), ...options, suite, target, await mirror()], { env });
};

export const rootProduct = (name: keyof typeof packages, tool: string): Product => {
  const suite = name === 'engine' ? versions.debian.engine : versions.debian.node;
  return {
    name: `root-${name}`,
    what: `the root of ${name} from Debian ${suite}`,
    inputs: { suite, packages: packages[name] },
    usualSeconds: 60,
    build: async (directory) => {
      await debootstrap(tool, directory, { suite, include: packages[name] });
      for (const path of UNNEEDED) rmSync(join(directory, path), { recursive: true, force: true });
    },
  };
};

export const packageVersion = async (root: string, name: string): Promise<string> =>
  (await run(['dpkg-query', `--admindir=${root}/var/lib/dpkg`, '-W', '-f=${Version}', name])).trim();
