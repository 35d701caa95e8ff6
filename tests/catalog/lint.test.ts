import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { lintPaths } from '../../src/catalog/lint.ts';
import { skeleton } from '../../src/catalog/skeleton.ts';
import type { NewFile } from '../../src/catalog/skeleton.ts';
import { checkoutWith, lines, realRun } from './helpers.ts';
import type { Tree } from './helpers.ts';

const EN = 'content/articles/whole/en.mdx';
const isThere = existsSync('/usr/bin/shellcheck');
const isRequired = process.env['CI'] !== undefined;

const change = ({ root, write }: Tree, from: string, to: string): void =>
  write(
    EN,
    readFileSync(join(root, EN), 'utf8').replace(from, () => to),
  );

const lint = async ({ root }: Tree, ...paths: string[]): Promise<string> =>
  lines((await lintPaths({ root, paths, run: realRun })).findings);

describe('lint', () => {
  test('finds nothing in an article that is whole', async () => {
    const report = await lintPaths({ root: checkoutWith('whole').root, paths: [], run: realRun });
    expect(report.findings).toEqual([]);
    expect(report.articles).toBe(1);
  });

  test('names the line of the article where a reading step writes', async () => {
    const tree = checkoutWith('whole');
    change(tree, 'printf \'%s\\n\' "$socket"', 'sudo tee /run/lamp <<<"$socket"');
    expect(await lint(tree)).toMatchInlineSnapshot(
      `"content/articles/whole/en.mdx:84:10: \`tee\` in a diagnose step: it writes files — only read here: what changes something belongs in a fix, with its risk and undo"`,
    );
  });

  test('says how to except a command that it does not know', async () => {
    const tree = checkoutWith('whole');
    change(tree, 'journalctl --no-pager', 'lampctl show; journalctl --no-pager');
    expect(await lint(tree)).toMatchInlineSnapshot(
      `"content/articles/whole/en.mdx:125:1: \`lampctl\` in a collect step: it is not on the list of commands that only read — if it only reads, add \`#| reads: <the reason>\` to the step"`,
    );
    change(tree, '#| note: /stale/', '#| note: /stale/\n#| reads: lampctl show prints a table');
    expect(await lint(tree)).toBe('');
  });

  test('lets a verify step make a canary, and asks for the step that removes it', async () => {
    const tree = checkoutWith('whole');
    change(
      tree,
      '#| uses: [LAMP]\n#| present',
      "#| uses: [LAMP]\n#| canary: { creates: 'a bird on the lamp', remove: take-back }\n#| present",
    );
    change(tree, 'cat "/var/lib/lamp/$LAMP.state"', 'lampctl seat bird; cat "/var/lib/lamp/$LAMP.state"');
    const zh = 'content/articles/whole/zh-cn.mdx';
    tree.write(
      zh,
      readFileSync(join(tree.root, zh), 'utf8').replace('resolutions:', 'canaries:\n  lamp-lights: 灯上停一只鸟\nresolutions:'),
    );
    expect(await lint(tree)).toBe('');
    change(tree, 'remove: take-back', 'remove: shoo');
    expect(await lint(tree)).toMatch(/^content\/articles\/whole\/en\.mdx:117:4: there is no undo step `shoo` to remove the canary/);
  });

  test('tells that an exception is not needed', async () => {
    const tree = checkoutWith('whole');
    change(tree, '#| note: /stale/', '#| note: /stale/\n#| reads: journalctl prints lines');
    expect(await lint(tree)).toMatchInlineSnapshot(
      `"content/articles/whole/en.mdx:125:4: every command of the step is known to read — leave out \`reads\`"`,
    );
  });

  test('tells of values that do not reach a script, or that it does not use', async () => {
    const tree = checkoutWith('whole');
    change(tree, '#| uses: [LAMP]\n#| present', '#| uses: []\n#| present');
    change(tree, '#| note: /stale/', '#| note: /stale/\n#| uses: [LAMP]');
    expect(await lint(tree)).toMatchInlineSnapshot(`
      "content/articles/whole/en.mdx:118:20: \`LAMP\` does not reach the script — add it: \`#| uses: [LAMP]\`
      content/articles/whole/en.mdx:125:11: the script does not use \`LAMP\` — leave it out of \`uses\`"
    `);
  });

  test('is about the paths that it is given', async () => {
    const tree = checkoutWith('whole', 'many-errors');
    expect(await lint(tree, 'content/articles/whole')).toBe('');
    expect(await lint(tree, 'content/articles/many-errors/en.mdx')).toContain('unknown key `symtom`');
    expect(await lint(tree, join(tree.root, 'content/articles/many-errors'))).toContain('unknown key `symtom`');
    expect(await lint(tree, '../x')).toMatchInlineSnapshot(
      `"../x:1:1: there is no article — name a folder of content/articles, or a file in it"`,
    );
  });

  test('refuses a folder whose name is no slug', async () => {
    const tree = checkoutWith();
    tree.write('content/articles/..x/en.mdx', '');
    tree.write('content/articles/Big One/en.mdx', '');
    expect(await lint(tree)).toMatchInlineSnapshot(
      `"content/articles/Big One:1:1: \`Big One\` is no name for an article — a slug is lower-case words joined by "-", such as microk8s-dnat"`,
    );
  });

  test('compares the articles with each other', async () => {
    const tree = checkoutWith('whole');
    tree.write(
      'content/articles/other/en.mdx',
      readFileSync(join(tree.root, EN), 'utf8').replace('distro: k3s', 'formerSlugs: [whole]\ndistro: k3s'),
    );
    expect(await lint(tree)).toMatchInlineSnapshot(`
      "content/articles/other/en.mdx:2:1: \`KM0900\` belongs to whole already — ids and slugs are permanent: take another one
      content/articles/other/en.mdx:6:15: \`whole\` belongs to whole already — ids and slugs are permanent: take another one
      content/articles/other/en.mdx:17:9: the sample also matches \`stale-socket\` of whole — make that pattern narrower, or say \`specificity: weak\` of it
      content/articles/whole/en.mdx:2:1: \`KM0900\` belongs to other already — ids and slugs are permanent: take another one
      content/articles/whole/en.mdx:16:9: the sample also matches \`stale-socket\` of other — make that pattern narrower, or say \`specificity: weak\` of it"
    `);
  });
});

describe.skipIf(!isThere && !isRequired)('shellcheck (Debian package: shellcheck)', () => {
  test('speaks of the line and column in the article', async () => {
    const tree = checkoutWith('whole');
    change(tree, 'printf \'%s\\n\' "$socket"', "printf '%s\\n' $socket");
    expect(await lint(tree)).toMatchInlineSnapshot(
      `"content/articles/whole/en.mdx:84:19: Double quote to prevent globbing and word splitting — https://www.shellcheck.net/wiki/SC2086 tells why; \`# shellcheck disable=SC2086\` above the line if it is meant"`,
    );
  });

  test('obeys a directive at the top of a script', async () => {
    const tree = checkoutWith('whole');
    change(tree, 'journalctl --no-pager', "# shellcheck disable=SC2016\ntrue\necho '$x'\njournalctl --no-pager");
    expect(await lint(tree)).toBe('');
  });
});

describe('without shellcheck', () => {
  const run = async () => ({ code: null, stdout: '', stderr: '' });

  test('lint says so in a note', async () => {
    const report = await lintPaths({ root: checkoutWith('whole').root, paths: [], run });
    expect(report.findings).toEqual([]);
    expect(lines(report.notes)).toMatchInlineSnapshot(
      `"content/articles/whole/en.mdx:1:1: the scripts were not checked: there is no shellcheck — install the package: sudo apt-get install shellcheck"`,
    );
  });

  test('lint fails where it is required', async () => {
    const report = await lintPaths({ root: checkoutWith('whole').root, paths: [], run, requireShellcheck: true });
    expect(report.findings.map(({ rule }) => rule)).toEqual(['shellcheck-missing']);
  });
});

describe('a new article', () => {
  const existing = [
    { id: 'KM0007', slug: 'kind-seven' },
    { id: 'KM0002', slug: 'kind-two' },
  ];
  const treeOf = (files: NewFile[]): Tree => {
    const tree = checkoutWith();
    for (const { path, text } of files) tree.write(path, text);
    return tree;
  };

  test('fails lint with the list of what is left to write, and nothing else', async () => {
    expect(await lint(treeOf(skeleton({ slug: 'kind-eight', existing })))).toMatchSnapshot();
  });

  test.each(['k3s', 'k3d', 'kind', 'microk8s', 'minikube', 'kubeadm'])('is about %s where its slug says so', async (distro) => {
    const files = skeleton({ slug: `${distro}-eight`, existing });
    expect(files[0]?.text).toContain(`id: KM0008\n`);
    expect(files[0]?.text).toContain(`distro: ${distro}\n`);
    const { findings } = await lintPaths({ root: treeOf(files).root, paths: [], run: realRun });
    expect(new Set(findings.map(({ rule }) => rule))).toEqual(new Set(['todo']));
  });

  test.each(['../x', 'a/b', 'Big', '', 'kind-two'])('is refused the name %j', (slug) => {
    expect(() => skeleton({ slug, existing })).toThrow(/is no slug|already/);
  });
});
