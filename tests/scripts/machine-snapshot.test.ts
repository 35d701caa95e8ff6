import { execa } from 'execa';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { tempDir } from '../helpers/temp-dir.ts';

const SNAPSHOT = `${process.execPath} ${join(import.meta.dirname, '../../scripts/machine-snapshot.ts')}`;
const asRoot = process.getuid?.() === 0 ? [] : ['--user', '--map-root-user'];

/** The lines that appear between two snapshots, taken in namespaces of their own. */
const linesAddedBy = async (change: string): Promise<string[]> => {
  const script = `set -e; PATH=$PATH:/usr/sbin:/sbin\n${SNAPSHOT} >before\n${change}\n${SNAPSHOT} >after\ndiff before after || true`;
  const { stdout } = await execa('unshare', [...asRoot, '--net', '--mount', 'bash', '-c', script], { cwd: tempDir() });
  return stdout
    .split('\n')
    .filter((line) => line.startsWith('>') && !line.includes('/sys/fs/cgroup'))
    .map((line) => line.slice(2));
};

test('two snapshots of an unchanged machine are the same', async () => {
  expect(await linesAddedBy('sleep 1')).toEqual([]);
});

test('a rule, a link, an address and a mount that were left behind are seen', async () => {
  const added = await linesAddedBy(`
    ip link add left0 type veth peer name left1
    ip address add 192.0.2.77/32 dev left0
    iptables-legacy -A OUTPUT -p tcp --dport 77 -j DROP
    nft add table ip left
    mount -t tmpfs left "$PWD"`);
  const text = added.join('\n');
  for (const trace of [/: left0@left1: /, /inet 192\.0\.2\.77\/32/, /--dport 77 -j DROP/, /table ip left/, / - tmpfs left /])
    expect(text).toMatch(trace);
});
