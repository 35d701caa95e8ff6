import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { component, componentNames } from '../../../src/domain/components/index.ts';
import type { ComponentName } from '../../../src/domain/components/index.ts';
import { detectedVersionSchema } from '../../../src/domain/detected-version.ts';
import { environmentSchema } from '../../../src/domain/environment.ts';
import type { DetectedVersion } from '../../../src/domain/detected-version.ts';

const sources = componentNames.flatMap((name) => component(name).sources.map((source, at) => ({ name, at, how: source.how })));
const parse = (name: ComponentName, stdout: string, at = 0): DetectedVersion =>
  component(name).sources[at]?.parse(stdout) ?? { kind: 'unknown', why: 'failed', reason: 'no such source' };
const known = (version: string, more: object = {}): DetectedVersion => ({ kind: 'known', version, ...more });

const snapList = (version: string, rev: string, tracking: string): string =>
  `Name      Version  Rev   Tracking     Publisher   Notes\nmicrok8s  ${version}  ${rev}  ${tracking}  canonical✓  classic\n`;

describe('the components', () => {
  it('have the names they are registered by, and can make an enum', () => {
    expect(componentNames.map((name) => component(name).name)).toEqual(componentNames);
    expect(z.enum(componentNames).parse('k3s')).toBe('k3s');
    expect(z.enum(componentNames).safeParse('k4s').success).toBe(false);
  });

  it('bring along only components that there are', () => {
    for (const name of componentNames) for (const part of component(name).within ?? []) expect(componentNames).toContain(part);
  });

  it.each(sources)('$name ($how) does not take silence or an error for a version', ({ name, at }) => {
    for (const stdout of ['', '\n', 'error: something went wrong\n', '<no value>\n'])
      expect(parse(name, stdout, at).kind, stdout).toBe('unknown');
  });

  it.each(sources)('$name ($how) reads anything without breaking, into what the schema of events takes', ({ name, at }) => {
    const words = fc.constantFrom(
      'k3s',
      'version',
      'v1.32.2+k3s1',
      'microk8s',
      'Kubernetes',
      'kind=a',
      'app=k3d',
      '/node:v1',
      '\n',
      ' ',
      '\t',
      '"',
    );
    const output = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(fc.oneof(words, fc.string())).map((all) => all.join(' ')),
    );
    fc.assert(
      fc.property(output, (stdout) => {
        expect(detectedVersionSchema.parse(parse(name, stdout, at))).toEqual(parse(name, stdout, at));
      }),
    );
  });

  it.each<[ComponentName, string, string]>([
    ['k3s', 'k3s version v1.32.2+k3s1 (381620ef)\ngo version go1.23.6\n', 'v1.32.2+k3s1'],
    [
      'rke2',
      'rke2 version v1.34.3+rke2r3 (7598946e0086a9131564ccbb3c142b3fa54516ad)\ngo version go1.24.11 X:boringcrypto\n',
      'v1.34.3+rke2r3',
    ],
    ['kind', 'kind v0.20.0 go1.20.4 linux/amd64\n', 'v0.20.0'],
    ['kind', 'kind v0.27.0 go1.24.4 linux/amd64\n', 'v0.27.0'],
    ['kind', 'kind version 0.20.0\n', '0.20.0'],
    ['kind', 'kind v0.33.0-alpha+7c4a0e1a2d go1.25.1 linux/amd64\n', 'v0.33.0-alpha+7c4a0e1a2d'],
    ['k3d', 'k3d version v5.8.3\nk3s version v1.31.5-k3s1 (default)\n', 'v5.8.3'],
    ['k3d', 'k3d version v4.4.8\nk3s version latest (default)\n', 'v4.4.8'],
    ['minikube', 'minikube version: v1.35.0\ncommit: dd5d320e41b5451cdf3c01891bc4e13d189586ed-dirty\n', 'v1.35.0'],
    ['kubeadm', 'v1.32.2\n', 'v1.32.2'],
    ['docker', '25.0.0\n', '25.0.0'],
    ['docker', '20.10.24+dfsg1\n', '20.10.24+dfsg1'],
    ['containerd', 'containerd github.com/containerd/containerd/v2 v2.0.2-k3s2 c507a0257ea6462fbd6f5ba4f5c74facb04021f4\n', 'v2.0.2-k3s2'],
    ['containerd', 'containerd github.com/k3s-io/containerd v2.1.5-k3s1 e77c15f30e5162d6abab671b0d74ca2243e2916e\n', 'v2.1.5-k3s1'],
    ['containerd', 'containerd containerd.io 1.7.24 88bf19b2105c8b17560993bee28a01ddc2f97182\n', '1.7.24'],
    ['containerd', 'containerd github.com/containerd/containerd 1.6.20~ds1 1.6.20~ds1-1+deb12u1\n', '1.6.20~ds1'],
    ['containerd', 'containerd github.com/containerd/containerd v1.7.24 \n', 'v1.7.24'],
    ['crio', 'crio version 1.19.6\nVersion:       1.19.6\nGitCommit:     c12bb210e9888cf6160134c7e636ee952c45c05a\n', '1.19.6'],
    ['podman', 'podman version 4.9.3\n', '4.9.3'],
    ['kubernetes', 'Kubernetes v1.32.2\n', 'v1.32.2'],
    ['kernel', '6.18.44-fc\n', '6.18.44-fc'],
  ])('%s in %j is %s', (name, stdout, version) => {
    expect(parse(name, stdout)).toEqual(known(version));
  });

  it('kubernetes does not take the version of a client for that of the node', () => {
    expect(parse('kubernetes', 'Client Version: v1.34.1\nKustomize Version: v5.7.1\n').kind).toBe('unknown');
  });

  it('no source speaks to an API server: the current context of a person may lead to any cluster', () => {
    for (const name of componentNames)
      for (const { command } of component(name).sources) expect(command, name).not.toMatch(/kubectl|kubeconfig|curl|wget/i);
  });

  it('iptables tells its backend, where it has one', () => {
    expect(parse('iptables', 'iptables v1.8.11 (nf_tables)\n')).toEqual(known('v1.8.11', { variant: 'nf_tables' }));
    expect(parse('iptables', 'iptables v1.8.7 (legacy)\n')).toEqual(known('v1.8.7', { variant: 'legacy' }));
    expect(parse('iptables', 'iptables v1.6.1\n')).toEqual(known('v1.6.1'));
  });

  it('a Docker program on disk is only likely the engine that runs', () => {
    const expected = known('26.1.5+dfsg1', { likely: 'program-on-disk' });
    expect(parse('docker', 'Docker version 26.1.5+dfsg1, build 411e817\n', 1)).toEqual(expected);
  });

  it('a build that cannot be placed is unknown, with the reason', () => {
    expect(parse('k3s', 'k3s version v1.19.4+k3s-95ea0e16 (95ea0e16)\n')).toEqual({
      kind: 'unknown',
      why: 'not-understood',
      reason: 'v1.19.4+k3s-95ea0e16 is no version such as 1.32.2+k3s1',
    });
  });
});

describe('the containers of an engine', () => {
  const list = [
    'kindest/node:v1.32.2 kind-control-plane kind=kind app=',
    'rancher/k3s:v1.31.5-k3s1 k3d-demo-server-0 kind= app=k3d',
    'ghcr.io/k3d-io/k3d-proxy:5.8.3 k3d-demo-serverlb kind= app=k3d',
    'nginx:1.27 web kind= app=shop',
    '',
  ].join('\n');

  it('are kind nodes by their label, their Kubernetes by the tag of their image', () => {
    expect(parse('kubernetes', list, 1)).toEqual(known('v1.32.2', { likely: 'image-tag' }));
  });

  it('are k3d nodes by theirs', () => {
    expect(parse('k3s', list, 1)).toEqual(known('v1.31.5-k3s1', { likely: 'image-tag' }));
  });

  it('of several versions tell none', () => {
    const two = `${list}kindest/node:v1.31.0@sha256:53df588e04085fd41ae12de0c3fe4c72f7013bba32a20e7325357a1ac94ba865 old kind=old app=\n`;
    expect(parse('kubernetes', two, 1)).toEqual({ kind: 'unknown', why: 'several', reason: 'v1.32.2, v1.31.0' });
  });

  it('that belong to nobody are as good as none', () => {
    expect(parse('kubernetes', 'nginx:1.27 web kind= app=shop\n', 1)).toMatchObject({ kind: 'unknown', why: 'missing' });
  });

  it('are traces of kind and k3d', () => {
    expect(component('kind').traces?.found?.(list)).toBe('kind-control-plane');
    expect(component('k3d').traces?.found?.(list)).toBe('k3d-demo-server-0');
    expect(component('kind').traces?.found?.('nginx:1.27 web kind= app=shop\n')).toBeUndefined();
  });
});

describe('microk8s', () => {
  it('has the revision, the channel and the architecture of its snap', () => {
    const expected = known('v1.32.2', { revision: 7731, channel: '1.32/stable', arch: 'amd64' });
    expect(parse('microk8s', `${snapList('v1.32.2', '7731', '1.32/stable')}amd64\n`)).toEqual(expected);
  });

  it.each([
    ['x86_64', 'amd64'],
    ['aarch64', 'arm64'],
    ['ppc64le', 'ppc64el'],
    ['s390x', 's390x'],
  ])('where there is no dpkg, %s is %s', (machine, arch) => {
    expect(parse('microk8s', `${snapList('v1.32.2', '7731', '1.32/stable')}${machine}\n`)).toMatchObject({ arch });
  });

  it('made by hand has no revision of the store, no channel, and may tell no architecture', () => {
    expect(parse('microk8s', snapList('v1.32.2', 'x1', '-'))).toEqual(known('v1.32.2'));
  });

  it('is known by the files of its snap too, without snapd', () => {
    expect(parse('microk8s', 'version: v1.32.2\n7731\namd64\n', 1)).toEqual(known('v1.32.2', { revision: 7731, arch: 'amd64' }));
    expect(parse('microk8s', "version: 'v1.32.2'\nx1\naarch64\n", 1)).toEqual(known('v1.32.2', { arch: 'arm64' }));
  });

  it('is absent by what snap says', () => {
    expect('error: no matching snaps installed').toContain(component('microk8s').sources[0]?.absentWhen);
  });
});

describe('the environment', () => {
  it('holds only what was asked for, each with how it was learnt', () => {
    const environment = {
      components: { k3s: { ...known('v1.32.2+k3s1'), how: 'k3s --version' }, docker: { kind: 'absent', how: 'docker version' } },
    };
    expect(environmentSchema.parse(environment)).toEqual(environment);
  });

  it.each([
    { components: { k4s: { kind: 'absent', how: 'k4s' } } },
    { components: { k3s: { kind: 'absent' } } },
    { components: { k3s: { kind: 'known', how: 'k3s --version' } } },
    { components: { k3s: { kind: 'absent', how: 'k3s --version', version: 'v1.32.2' } } },
  ])('refuses %j', (environment) => {
    expect(environmentSchema.safeParse(environment).success).toBe(false);
  });
});
