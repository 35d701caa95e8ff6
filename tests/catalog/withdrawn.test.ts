import { describe, expect, test } from 'vitest';
import { entryOf } from '../../src/catalog/catalogue.ts';
import { loadContent, extractAll } from '../../src/catalog/load-content.ts';
import { runbookDigest } from '../../src/domain/digest.ts';
import { checkoutWith, complaintsAbout, lines, runbookOf } from './helpers.ts';

const english = ['signatures:', 'withdrawn:\n  since: 2026-11-01\n  reason: The lamp is wired anew by the repair.\nsignatures:'] as const;
const chinese = ['inputs:', 'withdrawn: 这个修复会重新接线。\ninputs:'] as const;
const withdrawn = { en: [english], zh: [chinese] };

describe('an article that is withdrawn', () => {
  test('says since when and why, in both languages, and what to use instead', () => {
    const runbook = runbookOf({ ...withdrawn, en: [[english[0], english[1].replace('signatures', '  instead: other-lamp\nsignatures')]] });
    expect([runbook.withdrawn, runbook.text.en.withdrawn, runbook.text['zh-cn']?.withdrawn]).toEqual([
      { since: '2026-11-01', instead: 'other-lamp' },
      'The lamp is wired anew by the repair.',
      '这个修复会重新接线。',
    ]);
    expect(entryOf(runbook).withdrawn).toEqual({
      since: '2026-11-01',
      instead: 'other-lamp',
      reason: { en: 'The lamp is wired anew by the repair.', 'zh-cn': '这个修复会重新接线。' },
    });
  });

  test('acts as before: what was proven of it was proven', async () => {
    expect(await runbookDigest(runbookOf(withdrawn))).toBe(await runbookDigest(runbookOf()));
  });

  test('leaves the runbooks of all others as they were', () => {
    expect(JSON.stringify([runbookOf(), entryOf(runbookOf())])).not.toContain('withdrawn');
  });

  test('has to give a day and a reason, in the translation too', () => {
    expect(complaintsAbout({ en: [[english[0], 'withdrawn:\n  since: last week\n  why: broken\nsignatures:']] })).toMatchInlineSnapshot(`
      "en.mdx:10:1: \`withdrawn.reason\` is missing — why it should not be followed any more, in a sentence or two
      en.mdx:11:3: \`withdrawn.since\` is not right: Invalid ISO date — the day, as 2026-11-01
      en.mdx:12:3: unknown key \`why\` in \`withdrawn\` — expected one of since, reason, instead
      zh-cn.mdx:2:1: the English article is withdrawn — write \`withdrawn:\` and why, in a sentence or two"
    `);
    expect(complaintsAbout({ en: [english] })).toMatchInlineSnapshot(
      `"zh-cn.mdx:2:1: the English article is withdrawn — write \`withdrawn:\` and why, in a sentence or two"`,
    );
    expect(complaintsAbout({ zh: [chinese] })).toMatchInlineSnapshot(
      `"zh-cn.mdx:25:1: the English article is not withdrawn — leave out \`withdrawn:\`"`,
    );
  });

  test('names an article that there is, and that is not withdrawn itself', async () => {
    const { root, write } = checkoutWith('whole');
    const { en, translation } = (await loadContent(root)).articles[0] ?? {};
    const instead = (slug: string) => english[1].replace('signatures', `  instead: ${slug}\nsignatures`);
    write('content/articles/whole/en.mdx', en?.text.replace(english[0], instead('hole')) ?? '');
    write('content/articles/whole/zh-cn.mdx', translation?.text.replace(...chinese) ?? '');
    expect(lines(extractAll(await loadContent(root)).findings)).toMatchInlineSnapshot(
      `"content/articles/whole/en.mdx:13:3: there is no article \`hole\` — leave out \`instead:\`"`,
    );
    write('content/articles/whole/en.mdx', en?.text.replace(english[0], instead('whole')) ?? '');
    expect(lines(extractAll(await loadContent(root)).findings)).toMatchInlineSnapshot(
      `"content/articles/whole/en.mdx:13:3: \`whole\` is withdrawn itself — leave out \`instead:\`"`,
    );
  });
});
