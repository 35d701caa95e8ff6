import { execa } from 'execa';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { lab, ROOT, SLUG } from './helpers.ts';
import { missingFor } from '../../src/labs/missing.ts';

const TRANSLATOR = join(ROOT, 'runbooks', SLUG, 'lab/component/stand-ins/lib/jsonpath.jq');

const pod = (name: string, rest: object) => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name, namespace: 'default', labels: { 'app.io/x': name } },
  ...rest,
});
const list = {
  apiVersion: 'v1',
  kind: 'PodList',
  metadata: { resourceVersion: '1' },
  items: [
    pod('a', {
      spec: { containers: [{ name: 'c', ports: [{ hostPort: 80, containerPort: 80, protocol: 'TCP' }, { containerPort: 81 }] }] },
      status: { podIP: '10.1.0.2', conditions: [{ type: 'Ready', status: 'True' }] },
    }),
    pod('b', {
      spec: { hostNetwork: true, containers: [{ name: 'c' }, { name: 'd', ports: [{ hostPort: 9, containerPort: 9, protocol: 'UDP' }] }] },
      status: { podIP: '10.1.0.3', conditions: [{ type: 'Ready', status: 'False' }] },
    }),
  ],
};

const templates = [
  '{.items[*].metadata.name}',
  '{range .items[*]}{.metadata.namespace}/{.metadata.name} {.status.podIP} {range .spec.containers[*].ports[*]}{.hostPort} {end}{"\\n"}{end}',
  '{range .items[*]}{.metadata.name}|{.spec.hostNetwork}|{.status.conditions[?(@.type=="Ready")].status}|{range .spec.containers[*].ports[*]}{.protocol},{.hostPort},{.containerPort} {end}{"\\n"}{end}',
  "{.items[?(@.metadata.name=='b')].status.podIP}",
  '{.items[0].spec.containers[0].ports[0].containerPort}{"\\t"}{.items[1].metadata.name}',
  '{range .items[?(@.spec.hostNetwork)]}{@.metadata.name}{end}',
  "{.items[0].metadata.labels['app\\.io/x']}",
  '{.items[0].metadata.labels.app\\.io/x}',
  '{.items[-1].metadata.name} {.items[0].nothing.at.all}.',
  'text only',
];

const evaluated = async (template: string): Promise<string> => {
  const program = await execa('jq', ['-rn', '--arg', 'template', template, '-f', TRANSLATOR]);
  return (await execa('jq', ['-j', program.stdout], { input: JSON.stringify(list), stripFinalNewline: false })).stdout;
};

const bodies: Record<string, unknown> = {
  '/api': { kind: 'APIVersions', versions: ['v1'] },
  '/apis': { kind: 'APIGroupList', apiVersion: 'v1', groups: [] },
  '/api/v1': {
    kind: 'APIResourceList',
    groupVersion: 'v1',
    resources: [{ name: 'pods', singularName: 'pod', namespaced: true, kind: 'Pod', verbs: ['get', 'list'] }],
  },
  '/api/v1/pods': list,
};

/** The real kubectl, asked through an API server that knows these pods and nothing else. */
const kubectl = async (template: string): Promise<string> => {
  const server = createServer((request, response) => {
    const body = bodies[new URL(request.url ?? '/', 'http://x').pathname];
    response.writeHead(body === undefined ? 404 : 200, { 'content-type': 'application/json' }).end(JSON.stringify(body ?? {}));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  try {
    const args = [
      '--kubeconfig',
      '/dev/null',
      '--cache-dir',
      '/dev/shm/kubemend-test',
      '--server',
      address,
      'get',
      'pods',
      '-A',
      '-o',
      `jsonpath=${template}`,
    ];
    return (await execa('kubectl', args, { stripFinalNewline: false, env: { HOME: '/nonexistent' } })).stdout;
  } finally {
    server.close();
  }
};

const has = async (tool: string): Promise<boolean> => !(await execa('bash', ['-c', `command -v ${tool}`], { reject: false })).failed;
const noJq = (await missingFor(lab)).some(({ what }) => what.endsWith('/jq'));
const noKubectl = !(await has('kubectl'));

test
  .skipIf(noJq)
  .each(['{..podIP}', '{.items[0:1]}', '{.a}{', '{end}', '{range .items[*]}x', '{$.items}', '{.items[?(@.a=~"x")]}', '{{.}}'])(
  'refuses %s',
  async (template) => {
    await expect(evaluated(template)).rejects.toThrow();
  },
);

test.skipIf(noJq || noKubectl).each(templates)(
  'says what the real kubectl says of %s (skipped where there is no kubectl)',
  async (template) => {
    expect(await evaluated(template)).toBe(await kubectl(template));
  },
);
