import * as fc from 'fast-check';
import { markdownToMdast } from 'satteri';
import type { MdastNode } from 'satteri';
import { describe, expect, it } from 'vitest';
import { documentOf } from '../../src/reporters/document.ts';
import { markdownDocument } from '../../src/reporters/markdown.ts';
import { code, fence, prose, table } from '../../src/reporters/safe-markdown.ts';
import { ranFileFault, told, withScript } from './helpers.ts';

const nodesOf = (node: MdastNode): MdastNode[] => [node, ...('children' in node ? (node.children as MdastNode[]).flatMap(nodesOf) : [])];
const parsed = (text: string): MdastNode[] => nodesOf(markdownToMdast(text));
const typesOf = (text: string): string[] => parsed(text).map(({ type }) => type);

/** What GitHub looks through for people and threads: text that is not code. */
const loose = (text: string): string =>
  parsed(text)
    .map((node) => (node.type === 'text' ? node.value : ''))
    .join('\n');

/** Pieces that Markdown, HTML or GitHub could take for more than text. */
const nasty = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        '`',
        '```',
        '~~~',
        '\n',
        '\r',
        '|',
        '\\',
        '<!--',
        '</details>',
        '<b>',
        '&lt;',
        '&#64;',
        '@',
        '#',
        '@octocat',
        '#12',
        'GH-7',
      ),
      fc.constantFrom(
        'k8s/k8s#1',
        'https://x.y/z',
        'www.x.y',
        '![a](b)',
        '[a]: b',
        '- ',
        '1. ',
        '> ',
        '===',
        '---',
        '    ',
        ':tada:',
        '$x$',
        '$',
        '*a*',
        '_',
        '\u001b[2J',
      ),
      fc.string({ unit: 'binary', maxLength: 6 }),
      fc.string({ maxLength: 6 }),
    ),
    { maxLength: 12 },
  )
  .map((parts) => parts.join(''));

describe('a report in Markdown', () => {
  it('is what a maintainer wants in an issue', async () => {
    expect(told('markdown', await ranFileFault())).toMatchInlineSnapshot(`
      "## A fault made for a test

      **fixed: the fault is gone, the checks pass, and it stays so**

      1 change made.

      | run | \`test\` |
      | --- | --- |
      | runbook | \`test-fault\` \`KM9001\` \`7e57\` |
      | target | \`this machine\` |
      | began, took | \`2026-11-21T02:14:00.000Z\`, 200 ms |

      ### Environment

      gate: unknown

      ### What was found

      ✓ **Is everything here that the steps need?** \`needs\`, 88 ms

      <details><summary>What it printed</summary>

      \`\`\`text
      nothing is missing
      \`\`\`

      </details>

      ✗ **broken?** Yes. \`broken\`, 88 ms

      <details><summary>What it printed</summary>

      \`\`\`text
      yes
      \`\`\`

      </details>

      ### What was done

      Do it \`do-it\`

      downtime: none · loses: nothing

      ✓ **Do mend** \`mend\`, 88 ms

      <details><summary>The script</summary>

      \`\`\`bash
      rm <dir>/broken; echo mend >><dir>/log
      \`\`\`

      </details>

      ### What was verified

      ✓ **broken?** No. \`broken\`, 88 ms, looked at 5 times, the last is shown

      <details><summary>What it printed</summary>

      \`\`\`text
      no
      \`\`\`

      </details>

      ✓ **alive?** \`alive\`, 88 ms, looked at 5 times, the last is shown

      <details><summary>What it printed</summary>

      \`\`\`text
      yes
      \`\`\`

      </details>

      healthy for 200 ms, 5 samples
      "
    `);
  });

  it('tells what failed, what was undone, and every script that ran, in Chinese as well', async () => {
    const ran = await ranFileFault({ change: withScript('mend', 'echo "no space on /dev/sda1" >&2; false') });
    expect(told('markdown', ran, 'zh-cn')).toMatchInlineSnapshot(`
      "## A fault made for a test

      **未修复：已全部撤销，集群恢复原状**

      it ended with exit code 1: no space on /dev/sda1

      共做了 2 处改动。

      | 运行编号 | \`test\` |
      | --- | --- |
      | 手册 | \`test-fault\` \`KM9001\` \`7e57\` |
      | 目标 | \`this machine\` |
      | 开始时间、用时 | \`2026-11-21T02:14:00.000Z\`, 0 ms |

      ### 环境

      适用性：未知

      ### 诊断结果

      ✓ **需要的工具和权限都有吗？** \`needs\`, 88 ms

      <details><summary>输出</summary>

      \`\`\`text
      nothing is missing
      \`\`\`

      </details>

      ✗ **broken?** 有。 \`broken\`, 88 ms

      <details><summary>输出</summary>

      \`\`\`text
      yes
      \`\`\`

      </details>

      ### 已执行的操作

      Do it \`do-it\`

      停机：none · 丢失：nothing

      ✗ **Do mend** \`mend\`, 88 ms

      > it ended with exit code 1: no space on /dev/sda1

      <details><summary>脚本</summary>

      \`\`\`bash
      echo "no space on /dev/sda1" >&2; false
      \`\`\`

      </details>

      <details><summary>输出</summary>

      \`\`\`text
      no space on /dev/sda1
      \`\`\`

      </details>

      ### 已撤销的操作

      ✓ **Take back: undo-mend** \`undo-mend\`, 88 ms

      <details><summary>脚本</summary>

      \`\`\`bash
      touch <dir>/broken; echo undo-mend >><dir>/log
      \`\`\`

      </details>
      "
    `);
  });

  it('can be made of a journal that has no end', async () => {
    const { runbook, events } = await ranFileFault();
    const cut = events.slice(
      0,
      events.findIndex(({ type }) => type === 'verify.sampled'),
    );
    const text = documentOf(markdownDocument, cut, { runbook, language: 'en', width: 80, colour: false });
    expect(text).toContain('**the run did not come to an end**');
    expect(text).toContain('✓ **Do mend**');
  });

  it('fits into an issue, however much the steps print', async () => {
    const ran = await ranFileFault({
      change: withScript('broken', '[ -e "$HOME/x" ] || echo yes; head -c 300000 /dev/zero | tr "\\0" "\\140"'),
    });
    expect(told('markdown', ran).length).toBeLessThan(65_536);
  });

  it('keeps what a step prints in its fence, mentions nobody and refers to nothing', async () => {
    const script = `echo yes; echo '\`\`\`\`'; echo '</details> @octocat fixes #1'; false`;
    const ran = await ranFileFault({ change: withScript('mend', script) });
    const text = told('markdown', ran);
    expect(loose(text)).not.toMatch(/[@#]\w/);
    expect(parsed(text).filter((node) => node.type === 'code' && node.value.includes('</details>'))).toHaveLength(2);
  });
});

describe('text of others in Markdown', () => {
  it('is a paragraph of text and nothing else, whatever it holds, and notifies nobody', () => {
    fc.assert(
      fc.property(nasty, (text) => {
        const made = prose(text);
        expect(new Set(typesOf(made))).toEqual(new Set(made === '' ? ['root'] : ['root', 'paragraph', 'text']));
        expect(loose(made)).not.toMatch(/[@#](?=[\w-])|\bGH-\d/i);
      }),
    );
  });

  it('stays in its fence to the last character', () => {
    fc.assert(
      fc.property(nasty, (text) => {
        const [, block, after] = parsed(`${fence('text', text)}\nafter\n`);
        expect([block?.type, after?.type]).toEqual(['code', 'paragraph']);
      }),
    );
  });

  it('stays in its cell', () => {
    fc.assert(
      fc.property(nasty, nasty, (one, other) => {
        const made = parsed(table(['a', 'b'], [[code(one), prose(other)]]));
        expect(made.filter(({ type }) => type === 'tableRow')).toHaveLength(2);
        expect(made.filter(({ type }) => type === 'tableCell')).toHaveLength(4);
        expect(made.filter(({ type }) => ['link', 'image', 'strong', 'emphasis', 'delete'].includes(type))).toEqual([]);
      }),
    );
  });
});
