/** The one step of an article that edits a person's file in place: k3s-registry-wildcard-fallback/name-in-file, and its undo. */
import { execa } from 'execa';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { program, tempDir } from '../helpers/temp-dir.ts';

const ROOT = join(import.meta.dirname, '../..');
type Step = { id: string; script: string };
const { steps } = JSON.parse(readFileSync(join(ROOT, 'runbooks/k3s-registry-wildcard-fallback/runbook.json'), 'utf8')) as {
  steps: Step[];
};
const scriptOf = (id: string): string => steps.find((step) => step.id === id)?.script ?? '';

/** A node with that registries.yaml: a `sudo` that runs, a `systemctl` that says so. */
const node = (text: string) => {
  const root = tempDir();
  mkdirSync(join(root, 'bin'));
  program(join(root, 'bin'), 'sudo', 'exec "$@"');
  program(join(root, 'bin'), 'systemctl', 'echo "systemctl $*"');
  const config = join(root, 'registries.yaml');
  writeFileSync(config, text);
  const run = (id: string, env: Record<string, string>) =>
    execa('bash', ['-euo', 'pipefail', '-c', scriptOf(id)], {
      env: { PATH: `${join(root, 'bin')}:${process.env['PATH']}`, CONFIG: config, CERTS: join(root, 'certs.d'), SERVICE: 'k3s', ...env },
      reject: false,
    });
  const name = (registries: string, more = 'none') => run('name-in-file', { REGISTRIES: registries, MORE: more });
  return { root, run, name, read: () => readFileSync(config, 'utf8') };
};

type Registries = { mirrors: Record<string, unknown> };

const forms = {
  'block style, a list as deep as its key': 'mirrors:\n  "*":\n    endpoint:\n    - "http://h:5000"\nconfigs:\n  "*":\n    tls: {}\n',
  'comments, blank lines and a neighbour':
    '---\n# top\nmirrors: # m\n  # before\n  "*":   # star\n    endpoint:\n      - "a.b" # x\n\n      # inner\n      - "c"\n\n  # about ghcr\n  ghcr.io:\n    endpoint: ["a"]\nconfigs: {}\n',
  'a value in flow style over several lines': "mirrors:\n    '*': { endpoint: [\n      'x' ]\n    }\n    ghcr.io:\n      endpoint: [y]\n",
  'flow style, with another "*" before':
    'configs: {"*": {"tls": {}}}\nmirrors: {a.b: {}, "*": {endpoint: ["http://h", "a,b}"]}, c.d: {}}\n',
  JSON: '{\n  "configs": { "a": { "*": 1 } },\n  "mirrors": {\n    "*": {\n      "endpoint": ["http://h"]\n    }\n  }\n}\n',
  'no value, as for the embedded registry': 'mirrors:\n  "*":\n',
};

describe('naming registries beside the wildcard', () => {
  test.each(Object.entries(forms))('copies what stands under "*", and changes nothing else: %s', async (_, text) => {
    const { name, read } = node(text);
    expect(await name('docker.io\nquay.io\nquay.io', 'registry.example:5000')).toMatchObject({ exitCode: 0 });
    const before = parse(text) as Registries;
    const star = before.mirrors['*'];
    const mirrors = { ...before.mirrors, 'docker.io': star, 'quay.io': star, 'registry.example:5000': star };
    expect(parse(read())).toEqual({ ...before, mirrors });
    for (const line of text.split('\n').filter((one) => one.includes('#'))) expect(read()).toContain(line);
  });

  test('reads as if a person had written it', async () => {
    const { name, read } = node(forms['comments, blank lines and a neighbour']);
    await name('docker.io');
    expect(read()).toMatchInlineSnapshot(`
      "---
      # top
      mirrors: # m
        # before
        "*":   # star
          endpoint:
            - "a.b" # x

            # inner
            - "c"
        "docker.io":   # star
          endpoint:
            - "a.b" # x

            # inner
            - "c"

        # about ghcr
        ghcr.io:
          endpoint: ["a"]
      configs: {}
      "
    `);
  });

  test('is taken back to the very file of before', async () => {
    const { root, name, run, read } = node(forms.JSON);
    const { stdout } = await name('docker.io');
    const BACKUP = /^the file of before: (\S+)$/m.exec(stdout)?.[1] ?? '';
    expect(readFileSync(BACKUP, 'utf8')).toBe(forms.JSON);
    expect((await run('put-back', { BACKUP })).stdout).toBe('systemctl restart k3s');
    expect(read()).toBe(forms.JSON);
    expect(readdirSync(root).toSorted()).toEqual(['bin', 'registries.yaml']);
  });

  test('done twice it changes nothing more, and still knows the file of before', async () => {
    const { root, name, read } = node(forms.JSON);
    const first = await name('docker.io');
    const text = read();
    mkdirSync(join(root, 'certs.d/docker.io'), { recursive: true });
    writeFileSync(join(root, 'certs.d/docker.io/hosts.toml'), '');
    const second = await name('docker.io');
    expect(read()).toBe(text);
    expect(second.stdout.split('\n').at(-1)).toBe(first.stdout.split('\n').at(-1));
  });

  test.each([
    [
      'a registry that is named, and has no endpoint',
      'mirrors:\n  docker.io:\n  "*":\n    endpoint: [a]\n',
      'docker.io',
      /docker\.io stands in registries\.yaml already/,
    ],
    ['no wildcard', 'mirrors:\n  quay.io: {}\n', 'docker.io', /there is no "\*" under mirrors/],
    ['no mirrors', 'configs:\n  "*":\n    tls: {}\n', 'docker.io', /there is no `mirrors`/],
    ['what is no name of a registry', 'mirrors:\n  "*": {}\n', 'docker.io": {}', /not the name of a registry/],
  ])('refuses, and leaves the file alone: %s', async (_, text, registries, why) => {
    const { name, read } = node(text);
    const { exitCode, stderr } = await name(registries);
    expect(exitCode).not.toBe(0);
    expect(stderr).toMatch(why);
    expect(read()).toBe(text);
  });
});
