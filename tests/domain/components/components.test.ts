import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { component, componentNames } from '../../../src/domain/components/index.ts';
import type { ComponentName } from '../../../src/domain/components/index.ts';
import { detectedVersionSchema } from '../../../src/domain/detected-version.ts';
import { environmentSchema } from '../../../src/domain/environment.ts';
import type { DetectedVersion } from '../../../src/domain/detected-version.ts';

const parse = (name: ComponentName, stdout: string): DetectedVersion => component(name).detect.parse(stdout);
const known = (version: string): DetectedVersion => ({ kind: 'known', version });

const snapList = (version: string, rev: string, tracking: string): string =>
  `Name      Version  Rev   Tracking     Publisher   Notes\nmicrok8s  ${version}  ${rev}  ${tracking}  canonical✓  classic\n`;

describe('the components', () => {
  it('have the names they are registered by, and can make an enum', () => {
    expect(componentNames.map((name) => component(name).name)).toEqual(componentNames);
    expect(z.enum(componentNames).parse('k3s')).toBe('k3s');
    expect(z.enum(componentNames).safeParse('k4s').success).toBe(false);
  });

  it.each(componentNames)('%s does not take silence or an error for a version', (name) => {
    for (const stdout of ['', '\n', 'error: something went wrong\n', '<no value>\n'])
      expect(parse(name, stdout).kind, stdout).toBe('unknown');
  });

  it.each(componentNames)('%s gives versions that the schema of events takes', (name) => {
    for (const stdout of ['', '1.2.3\n', snapList('v1.32.2', '7731', '1.32/stable')]) {
      expect(detectedVersionSchema.parse(parse(name, stdout))).toEqual(parse(name, stdout));
    }
  });

  it.each<[ComponentName, string, string]>([
    ['k3s', 'k3s version v1.32.2+k3s1 (381620ef)\ngo version go1.23.6\n', 'v1.32.2+k3s1'],
    ['kind', 'kind v0.20.0 go1.20.4 linux/amd64\n', 'v0.20.0'],
    ['kind', 'kind version 0.20.0\n', '0.20.0'],
    ['kind', 'kind v0.33.0-alpha+7c4a0e1a2d go1.25.1 linux/amd64\n', 'v0.33.0-alpha+7c4a0e1a2d'],
    ['minikube', 'minikube version: v1.35.0\ncommit: dd5d320e41b5451cdf3c01891bc4e13d189586ed-dirty\n', 'v1.35.0'],
    ['docker', '25.0.0\n', '25.0.0'],
    ['docker', '20.10.24+dfsg1\n', '20.10.24+dfsg1'],
    ['containerd', 'containerd github.com/containerd/containerd/v2 v2.0.2-k3s2 c507a0257ea6462fbd6f5ba4f5c74facb04021f4\n', 'v2.0.2-k3s2'],
    ['containerd', 'containerd containerd.io 1.7.24 88bf19b2105c8b17560993bee28a01ddc2f97182\n', '1.7.24'],
    ['containerd', 'containerd github.com/containerd/containerd 1.6.20~ds1 1.6.20~ds1-1+deb12u1\n', '1.6.20~ds1'],
    ['kubernetes', 'Client Version: v1.34.1\nKustomize Version: v5.7.1\nServer Version: v1.32.2+k3s1\n', 'v1.32.2+k3s1'],
    [
      'kubernetes',
      'Client Version: version.Info{Major:"1", GitVersion:"v1.26.0"}\nServer Version: version.Info{Major:"1", Minor:"25", GitVersion:"v1.25.3", GoVersion:"go1.19.2"}\n',
      'v1.25.3',
    ],
    ['kernel', '6.18.44-fc\n', '6.18.44-fc'],
  ])('%s in %j is %s', (name, stdout, version) => {
    expect(parse(name, stdout)).toEqual(known(version));
  });

  it('kubernetes does not take the version of the client for that of the server', () => {
    expect(parse('kubernetes', 'Client Version: v1.34.1\nKustomize Version: v5.7.1\n').kind).toBe('unknown');
  });

  it('a build that cannot be placed is unknown, with the reason', () => {
    expect(parse('k3s', 'k3s version v1.19.4+k3s-95ea0e16 (95ea0e16)\n')).toEqual({
      kind: 'unknown',
      reason: 'v1.19.4+k3s-95ea0e16 is no version such as 1.32.2+k3s1',
    });
  });
});

describe('microk8s', () => {
  it('has the revision, the channel and the architecture of its snap', () => {
    const expected = { kind: 'known', version: 'v1.32.2', revision: 7731, channel: '1.32/stable', arch: 'amd64' };
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

  it('is absent by what snap says', () => {
    expect('error: no matching snaps installed').toContain(component('microk8s').detect.absentWhen);
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
