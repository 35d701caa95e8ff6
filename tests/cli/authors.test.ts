import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runbook } from '../helpers/cli.ts';
import { tempDir } from '../helpers/temp-dir.ts';

/** A checkout with the real article in it. */
const checkout = () => {
  const root = tempDir();
  for (const part of ['content/articles', 'runbooks']) cpSync(part, join(root, part), { recursive: true });
  const env = { PATH: process.env.PATH ?? '', HOME: root, LC_ALL: 'C', KUBEMEND_ROOT: root };
  return { root, call: (...args: string[]) => runbook(args, { env, cwd: root }) };
};

const ARTICLE = 'content/articles/microk8s-dnat/en.mdx';
const edit = (root: string, from: string | RegExp, to: string) => {
  const file = join(root, ARTICLE);
  const text = readFileSync(file, 'utf8');
  expect(text).toMatch(from);
  writeFileSync(file, text.replace(from, to));
};

describe('runbook lint', () => {
  it('finds nothing in an article that is whole', async () => {
    const { call } = checkout();
    expect(await call('lint', ARTICLE)).toMatchObject({ code: 0, stdout: '1 article, 0 findings\n' });
  });

  it('names every mistake at once with file, line, column and how to mend it, with exit 2', async () => {
    const { root, call } = checkout();
    edit(root, '#| timeout: 10s', '#| tmeout: 10s');
    edit(root, 'runbook=verify', 'runbook=verfy');
    edit(root, 'distro: microk8s', 'distro: microk8');
    const { code, stdout } = await call('lint');
    expect(stdout).toMatch(/en\.mdx:\d+:\d+: .*tmeout.* — .*timeout/);
    expect(stdout).toMatch(/en\.mdx:\d+:\d+: .*verfy.* — .*verify/);
    expect(stdout).toMatch(/en\.mdx:\d+:\d+: .*distro/);
    expect(code).toBe(2);
  });

  it('takes the paths it is given, and has it all as JSON', async () => {
    const { root, call } = checkout();
    edit(root, '#| timeout: 10s', '#| tmeout: 10s');
    const { stdout } = await call('lint', ARTICLE, '--json');
    expect(JSON.parse(stdout)).toMatchObject({ version: 1, articles: 1, findings: [{ file: ARTICLE }] });
  });

  it('works in a checkout, and says so elsewhere', async () => {
    const dir = tempDir();
    expect(await runbook(['lint'], { env: { PATH: process.env.PATH ?? '', HOME: dir, LC_ALL: 'C' }, cwd: dir })).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('[needs-checkout]') as string,
    });
  });
});

describe('runbook new', () => {
  it('begins an article that lint tells how to finish', async () => {
    const { call } = checkout();
    expect(await call('new', 'my-failure')).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('content/articles/my-failure/en.mdx') as string,
    });
    const { code, stdout } = await call('lint', 'content/articles/my-failure');
    expect(stdout).toContain('TODO');
    expect(code).toBe(2);
  });

  it('refuses a slug that is a path, is none, or is taken', async () => {
    const { root, call } = checkout();
    mkdirSync(join(root, 'x'));
    expect((await call('new', 'begun')).code).toBe(0);
    for (const slug of ['../x', 'My_Failure', 'microk8s-dnat', 'begun']) expect((await call('new', slug)).code, slug).toBe(2);
  });
});
