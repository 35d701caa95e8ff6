import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Probe } from '../../src/domain/step.ts';
import { evaluateProbe } from '../../src/engine/evaluate.ts';
import { readRunbook } from '../../src/labs/run-lab.ts';
import { targetExec } from '../../src/targets/target-exec.ts';
import { program, tempDir } from '../helpers/temp-dir.ts';
import { ROOT } from './helpers.ts';

const probeOf = (slug: string, id: string): Probe => {
  const step = readRunbook(ROOT, slug).steps.find((one) => one.id === id);
  if (step?.kind !== 'probe') throw new Error(`${slug} has no probe ${id}`);
  return step;
};

const START = 'level=info msg="Start recovering state"';
const UP = 'level=info msg="Start streaming server"';
const END = String.raw`level=fatal msg="Failed to run CRI service" error="failed to recover state: failed to get metadata for stored sandbox \"4ea7\": not found"`;

/** `answers`: of containerd, one for each time it is asked, over and over. */
const recovery = async (log: string[], answers: boolean[]) => {
  const dir = tempDir();
  writeFileSync(join(dir, 'log'), `${log.join('\n')}\n`);
  writeFileSync(join(dir, 'asked'), '');
  program(dir, 'sudo', 'exec "$@"');
  program(dir, 'sleep', 'exec /bin/sleep 0.01');
  program(dir, 'journalctl', `cat ${dir}/log`);
  program(
    dir,
    'ctr',
    `answers=(${answers.map(Number).join(' ')}); echo >>${dir}/asked; exit $((1 - answers[($(wc -l <${dir}/asked) - 1) % ${answers.length}]))`,
  );
  const probe = probeOf('k3s-containerd-sandbox-recovery', 'orphan-record');
  const variables = { STATE: dir, BIN: dir, LOG: 'journal' };
  const exec = targetExec([], { PATH: `${dir}:/usr/bin:/bin`, HOME: dir, TMPDIR: dir });
  const result = await exec({ script: probe.script, timeoutMs: 20_000, variables }, () => {}, new AbortController().signal);
  const told = evaluateProbe(probe, result);
  const asked = readFileSync(join(dir, 'asked'), 'utf8').length;
  return told.kind === 'probe' ? [told.finding, told.finding === 'present' ? told.evidence[0] : asked] : [];
};

describe('the sandbox record without metadata', () => {
  test('is there when the last start ended over it, even where containerd answered a moment in between', async () => {
    expect(await recovery([START, END], [false])).toEqual(['present', 'orphan 4ea7']);
    expect(await recovery([START, UP, START, END], [true, false])).toEqual(['present', 'orphan 4ea7']);
  });

  const because = (end: string): string => END.replace(': not found', `: failed to unmarshal sandbox extension \\"metadata\\": ${end}`);

  test('is there too when its metadata was cut off, and not when it is whole and a newer containerd has written it', async () => {
    expect(await recovery([START, because('unexpected end of JSON input')], [false])).toEqual(['present', 'orphan 4ea7']);
    expect(await recovery([START, because('unsupported version: \\"v2\\"')], [false])).toEqual(['absent', 1]);
  });

  test('is not there when containerd came up, also where its log no longer tells of that or never did', async () => {
    expect(await recovery([START, END, START, UP], [true])).toEqual(['absent', 1]);
    expect(await recovery(['level=info msg="garbage collected"'], [true])).toEqual(['absent', 3]);
    expect(await recovery([END], [true])).toEqual(['absent', 3]);
  });

  test('is not known when the log, kept from warnings on, does not tell which start ended, or one is still on its way', async () => {
    expect((await recovery([END, END], [false]))[0]).toBe('unknown');
    expect((await recovery([START, END, START], [true, false]))[0]).toBe('unknown');
    expect((await recovery([START, UP], [false]))[0]).toBe('unknown');
  });
});

/** A container of the pod, whose process lives as long as `pid` does. */
type Shim = { type: 'sandbox' | 'container'; pod: string; pid: number };

/** Which pods are to run, where the API server is down: `pod` is `<namespace>/<name>`, and its name is its uid here. */
const podsOf = async (shims: Shim[], kubectl = 'exit 1'): Promise<string[]> => {
  const dir = tempDir();
  for (const [index, { type, pod, pid }] of shims.entries()) {
    const bundle = join(dir, 'io.containerd.runtime.v2.task/k8s.io', String(index));
    const [namespace, name] = pod.split('/');
    const of = { name, namespace, uid: name };
    const about = Object.entries(of).map(([key, value]) => [`io.kubernetes.cri.sandbox-${key}`, value]);
    mkdirSync(bundle, { recursive: true });
    writeFileSync(join(bundle, 'init.pid'), String(pid));
    const annotations = { 'io.kubernetes.cri.container-type': type, ...Object.fromEntries(about) };
    writeFileSync(join(bundle, 'config.json'), JSON.stringify({ ociVersion: '1.2.0', annotations, linux: {} }));
  }
  program(dir, 'sudo', 'exec "$@"');
  program(dir, 'kubectl', kubectl);
  const exec = targetExec([], { PATH: `${dir}:/usr/bin:/bin`, HOME: dir, TMPDIR: dir });
  const { script } = probeOf('k3s-containerd-sandbox-recovery', 'pods');
  const variables = { STATE: dir, BIN: dir, KUBECONFIG_OF_NODE: dir };
  const result = await exec({ script, timeoutMs: 20_000, variables }, () => {}, new AbortController().signal);
  return result.kind === 'exited' ? result.stdout.trim().split('\n') : [result.kind];
};

describe('the pods of a node whose API server is down', () => {
  const GONE = 4_194_305; // no process has a higher number than 4194304

  test('are those of which a container lives, each on a line of its own although the shims end none', async () => {
    const web: Shim[] = ['sandbox', 'container', 'container'].map((type) => ({
      type: type as Shim['type'],
      pod: 'default/web',
      pid: process.pid,
    }));
    const dns: Shim = { type: 'container', pod: 'kube-system/dns', pid: process.pid };
    expect(await podsOf([...web, dns])).toEqual(['pod dns=kube-system/dns', 'pod web=default/web', '2 pods have to run afterwards']);
  });

  test('are not those of which only the sandbox lives: one that crashes over and over does so afterwards too', async () => {
    const crashes: Shim[] = [
      { type: 'sandbox', pod: 'default/crashes', pid: process.pid },
      { type: 'container', pod: 'default/crashes', pid: GONE },
    ];
    expect(await podsOf(crashes)).toEqual(['pod none', '0 pods have to run afterwards']);
  });

  test('are those of the shims as well where the API server answers once and not again, as on an agent that starts over and over', async () => {
    const web: Shim = { type: 'container', pod: 'default/web', pid: process.pid };
    expect(await podsOf([web], 'case "$*" in *whoami*) echo system:node:one ;; *) exit 1 ;; esac')).toEqual([
      'pod web=default/web',
      '1 pods have to run afterwards',
    ]);
  });

  test('are what the API server says where it answers, of those that have a running container', async () => {
    const says = `case "$*" in *whoami*) echo system:node:one ;; *) printf '%s\\n' '||u1|default/web|2026-01-01' '||u2|default/crashes|' 'now||u3|default/goes|2026-01-01' ;; esac`;
    expect(await podsOf([], says)).toEqual(['pod u1=default/web', '1 pods have to run afterwards']);
  });
});
