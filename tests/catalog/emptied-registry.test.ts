/** minikube-registry-after-crash: which answers of a registry are this failure, and what of the dead containers is brought back. */
import { execa } from 'execa';
import { mkdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { dirname, join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { program, tempDir } from '../helpers/temp-dir.ts';

const ROOT = join(import.meta.dirname, '../..');
const { steps } = JSON.parse(readFileSync(join(ROOT, 'runbooks/minikube-registry-after-crash/runbook.json'), 'utf8')) as {
  steps: { id: string; script: string }[];
};
const scriptOf = (id: string): string => steps.find((step) => step.id === id)?.script ?? '';

const CONTAINERS = 'var/lib/containerd/io.containerd.grpc.v1.cri/containers';
const UNKNOWN = '{"errors":[{"code":"MANIFEST_UNKNOWN","message":"manifest unknown","detail":{"Tag":"v1"}}]}';
const BROKEN = '{"errors":[{"code":"UNKNOWN","message":"unknown error","detail":{}}]}';
const answers = { served: [200, '{}'], emptied: [404, UNKNOWN], damaged: [500, BROKEN], 'no registry': [404, 'page not found'] } as const;

const registry = async (answer: keyof typeof answers): Promise<number> => {
  const [status, body] = answers[answer];
  const server = createServer((_, response) => response.writeHead(status).end(body)).listen(0, '127.0.0.1');
  onTestFinished(() => void server.close());
  await new Promise((resolve) => server.once('listening', resolve));
  return (server.address() as AddressInfo).port;
};

type Cluster = { answer?: keyof typeof answers; waits?: string; mount?: string; stored?: string };

/** A person's machine: `minikube ssh` runs the words in a shell, on a node whose root is a directory and whose registry has another port. */
const person = async ({ answer = 'emptied', waits = 'ImagePullBackOff localhost:5000/app:v1', mount = '', stored = '' }: Cluster) => {
  const root = tempDir();
  const bin = join(root, 'bin');
  mkdirSync(bin);
  mkdirSync(join(root, 'data'));
  const port = await registry(answer);
  const paths = `sed 's#localhost:5000/v2#127.0.0.1:${port}/v2#g; s#/var/lib/#${root}/var/lib/#g; s#/data/#${root}/data/#g'`;
  program(bin, 'minikube', `while [ "$1" != -- ]; do shift; done; shift; exec bash -c "$(${paths} <<<"$*")"`);
  program(bin, 'sudo', 'exec "$@"');
  program(bin, 'ctr', `cat '${join(root, 'stored')}'`);
  writeFileSync(join(root, 'stored'), stored);
  const kubectl = `case "$*" in *'get pods -A'*) printf 'pod shop/app-0\\n${waits}\\n' ;; *volumeMounts*) echo '${mount}' ;; *patch*) echo patched ;; esac`;
  program(bin, 'kubectl', kubectl);
  const env = { PATH: `${bin}:${process.env['PATH']}`, PROFILE: 'minikube', RUNTIME: 'containerd', CONTROLLER: 'ReplicationController' };
  const run = (id: string, more: Record<string, string> = {}) =>
    execa('bash', ['-euo', 'pipefail', '-c', scriptOf(id)], { env: { ...env, ...more }, reject: false });
  return { root, run, diagnosed: async () => (await run('lost')).stdout };
};

/** A tag in the volume of a container, written that many minutes ago. */
const pushed = (root: string, container: string, { tag, text, minutes }: { tag: string; text: string; minutes: number }): void => {
  const file = join(root, CONTAINERS, container, 'volumes/x/docker/registry/v2/repositories/app/_manifests/tags', tag, 'current/link');
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
  const at = new Date(Date.now() - minutes * 60_000);
  utimesSync(file, at, at);
};

describe('what a Pod waits for', () => {
  test('is lost when the registry does not know it and the volume of a dead container has it', async () => {
    const { root, diagnosed } = await person({});
    pushed(root, 'dead', { tag: 'v1', text: 'sha256:1', minutes: 5 });
    expect(await diagnosed()).toBe('lost localhost:5000/app:v1 (it lies in the volume of a dead registry container) shop/app-0');
  });

  test('is lost when this node pulled it from there once', async () => {
    const digest = `sha256:${'a'.repeat(64)}`;
    const stored = `localhost:5000/app:v1 type ${digest} 1 MiB\nlocalhost:5000/app@${digest} type ${digest} 1 MiB\n`;
    const { diagnosed } = await person({ stored });
    expect(await diagnosed()).toBe('lost localhost:5000/app:v1 (this node pulled it from there once, and has it in its store) shop/app-0');
  });

  test('is neither lost nor not when nothing tells that it ever was there: an image that only has the name was never pulled', async () => {
    const { diagnosed } = await person({ stored: `localhost:5000/app:v1 type sha256:${'a'.repeat(64)} 1 MiB\n` });
    expect(await diagnosed()).toMatch(/^unproven localhost:5000\/app:v1: [^\n]*$/);
  });

  test('was never pushed when the registry has a volume', async () => {
    const { diagnosed } = await person({ mount: '/var/lib/registry' });
    expect(await diagnosed()).toMatch(/^never pushed localhost:5000\/app:v1: [^\n]*\nnone lost$/);
  });

  test('is not lost when the registry cannot read its record of it', async () => {
    const { root, diagnosed } = await person({ answer: 'damaged' });
    pushed(root, 'dead', { tag: 'v1', text: 'sha256:1', minutes: 5 });
    expect(await diagnosed()).toMatch(/^damaged localhost:5000\/app:v1: [^\n]*\nnone lost$/);
  });

  test('is not lost when the registry serves it', async () => {
    const { diagnosed } = await person({ answer: 'served' });
    expect(await diagnosed()).toMatch(/^served localhost:5000\/app:v1: [^\n]*\nnone lost$/);
  });

  test('is not judged by a 404 that no registry wrote', async () => {
    const { root, diagnosed } = await person({ answer: 'no registry' });
    pushed(root, 'dead', { tag: 'v1', text: 'sha256:1', minutes: 5 });
    expect(await diagnosed()).toBe('unclear localhost:5000/app:v1: HTTP 404');
  });

  test.each(['ImagePullBackOff docker.io/library/app:v1', 'ContainerCreating localhost:5000/app:v1', ' localhost:5000/app:v1'])(
    'is not looked at when it is no failed pull from this registry: %s',
    async (waits) => {
      const { diagnosed } = await person({ waits });
      expect(await diagnosed()).toBe('none lost');
    },
  );
});

describe('bringing back what was pushed', () => {
  const LOST = 'localhost:5000/app:v1';

  test('refuses before the registry is touched when an image is not among it', async () => {
    const { root, run } = await person({});
    pushed(root, 'dead', { tag: 'v2', text: 'sha256:2', minutes: 5 });
    const { exitCode, stdout, stderr } = await run('give-volume', { LOST });
    expect({ exitCode, patched: stdout.includes('patched') }).toEqual({ exitCode: 1, patched: false });
    expect(stderr).toContain('not among it: app/_manifests/tags/v1/current/link');
  });

  test('keeps what is newest, whichever container has it', async () => {
    const { root, run } = await person({ answer: 'served' });
    pushed(root, 'dead', { tag: 'v1', text: 'sha256:old', minutes: 9 });
    pushed(root, 'running', { tag: 'v1', text: 'sha256:new', minutes: 1 });
    pushed(root, 'dead', { tag: 'v0', text: 'sha256:zero', minutes: 9 });
    expect(await run('give-volume', { LOST })).toMatchObject({ exitCode: 0 });
    const tags = join(root, 'data/kubemend-registry/docker/registry/v2/repositories/app/_manifests/tags');
    const [v0, v1] = ['v0', 'v1'].map((tag) => readFileSync(join(tags, tag, 'current/link'), 'utf8'));
    expect({ v0, v1 }).toEqual({ v0: 'sha256:zero', v1: 'sha256:new' });
  });
});
