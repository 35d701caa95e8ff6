import { describe, expect, it } from 'vitest';
import type { ExecResult } from '../../src/domain/exec.ts';
import { learn } from '../../src/domain/learn.ts';

const output = { stdout: '', stderr: '', truncated: false, ms: 1 };
const exited = (code: number, more: Partial<typeof output> = {}): ExecResult => ({ kind: 'exited', code, ...output, ...more });
const missing = exited(127, { stderr: './step: line 71: kind: command not found' });
const nothing = exited(0);

describe('a tool that is missing', () => {
  it('is not installed when nothing of it is left on the machine', () => {
    expect(learn('kind', { sources: [missing], traces: nothing }, {})).toEqual({
      kind: 'absent',
      how: 'docker ps -a --filter label=io.x-k8s.kind.cluster',
    });
  });

  it('is unknown when something of it is there', () => {
    const traces = exited(0, { stdout: 'kindest/node:v1.32.2 kind-control-plane kind=kind app=\n' });
    expect(learn('kind', { sources: [missing], traces }, {})).toEqual({
      kind: 'unknown',
      why: 'missing',
      reason: 'kind: command not found, but kind-control-plane is there',
      how: 'kind version',
    });
  });

  it('is unknown when nobody could look', () => {
    const traces = exited(1, { stderr: 'permission denied while trying to connect to the Docker daemon socket' });
    expect(learn('kind', { sources: [missing], traces }, {})).toMatchObject({
      kind: 'unknown',
      why: 'missing',
      reason:
        'kind: command not found; docker ps -a --filter label=io.x-k8s.kind.cluster: permission denied while trying to connect to the Docker daemon socket',
    });
  });
});

describe('several installations', () => {
  const containerd = (version: string) => exited(0, { stdout: `containerd github.com/containerd/containerd ${version} abc\n` });

  it('of one version are one', () => {
    const sources = [containerd('v2.0.2-k3s2'), containerd('v2.0.2-k3s2'), missing, missing];
    expect(learn('containerd', { sources, traces: nothing }, {})).toEqual({
      kind: 'known',
      version: 'v2.0.2-k3s2',
      how: 'containerd --version',
    });
  });

  it('of different versions tell none, and say which', () => {
    const sources = [containerd('1.7.24'), containerd('v2.0.2-k3s2'), missing, missing];
    expect(learn('containerd', { sources, traces: nothing }, {})).toMatchObject({
      kind: 'unknown',
      why: 'several',
      reason: '1.7.24 (PATH), v2.0.2-k3s2 (k3s)',
    });
  });

  it('of which one could not be read leave the other', () => {
    const sources = [missing, containerd('v2.0.2-k3s2'), exited(1, { stderr: 'permission denied' }), missing];
    expect(learn('containerd', { sources, traces: nothing }, {})).toMatchObject({ kind: 'known', version: 'v2.0.2-k3s2' });
  });
});
