import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { formatFinding } from '../../src/catalog/finding.ts';
import { loadGlossary, loadStyle } from '../../src/catalog/house-style.ts';
import { proseLint } from '../../src/catalog/prose-lint.ts';
import { chineseTypography } from '../../src/catalog/chinese-typography.ts';

const ROOT = new URL('../..', import.meta.url).pathname;
const rules = await loadStyle(ROOT);

const lint = (file: string, text: string): string => proseLint({ file, text }, rules).map(formatFinding).join('\n');

describe('prose lint', () => {
  test('names the word that promises more than it tells, and where it stands', () => {
    expect(lint('content/articles/x/en.mdx', '---\ntitle: Pods hang\nsymptom: Restarting should help.\n---\n\nSimply restart it.\n'))
      .toMatchInlineSnapshot(`
      "content/articles/x/en.mdx:6:1: “Simply” is not how we write — instead: leave it out
      content/articles/x/en.mdx:3:21: “should help” is not how we write — instead: what was tried, where, and what happened"
    `);
  });

  test('leaves alone what is code, what others wrote, and samples of logs', () => {
    const text = [
      '---',
      'title: The option `--just-run` of kind',
      'signatures:',
      "  - { pattern: 'Simply restart Minikube' }",
      '---',
      '',
      'Type `simply`, see [it](https://example.com/just).',
      '',
      '> Just restart it, Github says.',
      '',
      '```text',
      'Containerd: simply failed',
      '```',
    ];
    expect(lint('content/articles/x/en.mdx', text.join('\n'))).toBe('');
  });

  test('reads what a key of the front matter says, not the key', () => {
    expect(lint('content/articles/x/zh-cn.mdx', '---\ntitle: 停止之后\nsteps:\n  pods: pods 都在运行吗？\n---\n')).toMatchInlineSnapshot(
      `"content/articles/x/zh-cn.mdx:4:9: “pods” is not how we write — instead: Pod, as Kubernetes writes its kinds"`,
    );
  });

  test('reads the titles of steps, which the page and the runner show', () => {
    const fence = ['```bash runbook=diagnose', '#| id: a', '#| title: Is Minikube `just` there?', 'echo just', '```'];
    expect(lint('content/articles/x/en.mdx', fence.join('\n'))).toMatchInlineSnapshot(
      `"content/articles/x/en.mdx:3:14: “Minikube” is not how we write — instead: minikube"`,
    );
  });

  test('wants Chinese spaced and punctuated as Chinese is', () => {
    expect(lint('content/articles/x/zh-cn.mdx', '---\ntitle: 重启kind集群之后,镜像没了\n---\n\n用`ctr`查看(节点上)。\n'))
      .toMatchInlineSnapshot(`
      "content/articles/x/zh-cn.mdx:5:8: “看(” is not how we write — instead: （）
      content/articles/x/zh-cn.mdx:2:8: the spaces or the punctuation are not as Chinese has them — 重启 kind 集群之后，镜像没了
      content/articles/x/zh-cn.mdx:5:7: the spaces or the punctuation are not as Chinese has them — 查看 (节点上)。"
    `);
  });

  test('wants no line of the front matter folded after Chinese punctuation, where the page would show a space', () => {
    const text =
      '---\ntitle: 镜像没了\nsummary: >-\n  节点重启之后，\n  镜像就没了；\n  Pod 拉不到 kind\n  的镜像。\nsteps:\n  a: 好了。\n  b: 没好。\n---\n';
    expect(lint('content/articles/x/zh-cn.mdx', text)).toMatchInlineSnapshot(`
      "content/articles/x/zh-cn.mdx:4:9: the page shows a space after this punctuation — go on in the same line
      content/articles/x/zh-cn.mdx:5:8: the page shows a space after this punctuation — go on in the same line"
    `);
  });

  test('finds bold whose asterisks the page would show', () => {
    const text = '**不必着急。**已经在跑的 Pod 会继续跑。\n\n**不必着急**。`**` 不算，**每个都答 200**。\n';
    expect(lint('content/articles/x/zh-cn.mdx', text)).toMatchInlineSnapshot(
      `"content/articles/x/zh-cn.mdx:1:8: the page shows these asterisks — move the punctuation out of the bold: \`**不必**。已经\`"`,
    );
  });

  test('has one Chinese rendering for a term', () => {
    expect(lint('content/pages/zh-cn/x.md', '每个沙盒都在自己的名称空间里。\n')).toMatchInlineSnapshot(`
      "content/pages/zh-cn/x.md:1:3: “沙盒” is not how we write — instead: 沙箱
      content/pages/zh-cn/x.md:1:10: “名称空间” is not how we write — instead: 命名空间"
    `);
    expect(lint('content/pages/x.md', '沙盒\n')).toBe('');
  });

  test('does not stumble over an article that cannot be parsed', () => {
    expect(lint('content/articles/x/en.mdx', '---\ntitle: simply\n---\n\n<div\n')).toMatchInlineSnapshot(
      `"content/articles/x/en.mdx:2:8: “simply” is not how we write — instead: leave it out"`,
    );
  });
});

describe('the words that site and reports say by themselves', () => {
  const files = ['src/site/words/zh-cn.ts', 'src/reporters/words.ts'].map((file) => ({
    file,
    text: readFileSync(join(ROOT, file), 'utf8'),
  }));

  test.for(files)('hold to the glossary: $file', async ({ text }) => {
    const refused = Object.values(await loadGlossary(ROOT)).flatMap(({ not }) => not);
    expect(refused.length).toBeGreaterThan(0);
    expect(refused.filter((word) => text.includes(word))).toEqual([]);
  });

  test.for(files)('are spaced and punctuated as Chinese is: $file', ({ file, text }) => {
    expect(chineseTypography(text, file)).toEqual([]);
  });
});
