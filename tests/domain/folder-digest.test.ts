import { expect, test } from 'vitest';
import { folderDigest } from '../../src/domain/folder-digest.ts';
import { partsUsed } from '../../src/domain/parts-used.ts';

test('the digest of a folder depends on paths and contents, not on the order of the files', async () => {
  const files = [
    { path: 'a', content: '1' },
    { path: 'b/c', content: '2' },
  ];
  const digest = await folderDigest(files);
  expect(await folderDigest(files.toReversed())).toBe(digest);
  expect(
    await folderDigest([
      { path: 'a', content: '1' },
      { path: 'b/c', content: '3' },
    ]),
  ).not.toBe(digest);
  expect(
    await folderDigest([
      { path: 'a', content: '1' },
      { path: 'b/d', content: '2' },
    ]),
  ).not.toBe(digest);
});

const files = [
  'versions.ts',
  'choices.ts',
  'prepare.ts',
  'node/kubelet.service',
  'stock/make-image',
  'crane/go.sum',
  'modules/coredns-1.11.3/go.mod',
  'modules/containerd-1.7.24/go.sum',
  'modules/containerd-2.0.2/go.sum',
  'modules/containerd-2.0.2-k3s2/go.sum',
  'modules/cri-dockerd-0.3.15-k3s1/go.sum',
  'modules/docker-25.0.0/go.mod',
  'modules/docker-25.0.0-rc.1/go.mod',
].map((path) => ({ path, content: '' }));
const used = (...settings: Record<string, string>[]): string[] => partsUsed(files, settings).map(({ path }) => path);

test('a lab is made of the versions that all have, of what a node holds, and of the modules in the versions that its cells name', () => {
  expect(used({ DOCKER: '25.0.0', CONTAINERD: '2.0.2' }, { DOCKER: '26.1.5' })).toEqual([
    'versions.ts',
    'node/kubelet.service',
    'stock/make-image',
    'modules/coredns-1.11.3/go.mod',
    'modules/containerd-2.0.2/go.sum',
    'modules/docker-25.0.0/go.mod',
  ]);
});

test('a build of K3s is a version of its own', () => {
  expect(used({ DOCKER: '26.1.5', CONTAINERD: '2.0.2-k3s2' }).slice(-1)).toEqual(['modules/containerd-2.0.2-k3s2/go.sum']);
});

test('a second engine has a longer name, and what is seldom needed counts only where it is named', () => {
  const parts = used({ DOCKER: '26.1.5', NODE_DOCKER: '25.0.0', CONTAINERD: '1.7.24', CRI_DOCKERD: '0.3.15-k3s1' });
  expect(parts.slice(-3)).toEqual([
    'modules/containerd-1.7.24/go.sum',
    'modules/cri-dockerd-0.3.15-k3s1/go.sum',
    'modules/docker-25.0.0/go.mod',
  ]);
});

test('where a version is not named, any of them may be the one', () => {
  expect(used({ KUBERNETES: '1.32.2', DOCKER: '25.0.0-rc.1' })).toEqual([
    'versions.ts',
    'node/kubelet.service',
    'stock/make-image',
    'modules/coredns-1.11.3/go.mod',
    'modules/containerd-1.7.24/go.sum',
    'modules/containerd-2.0.2/go.sum',
    'modules/containerd-2.0.2-k3s2/go.sum',
    'modules/docker-25.0.0-rc.1/go.mod',
  ]);
});

test('a lab on the programs of the machine is made of none of it', () => {
  expect(used({ VERSION: 'v1.32.2' }, {})).toEqual([]);
});
