/** An article that nobody should follow any more: said where it is read, refused where it would change something. */
import type { Language } from '../domain/language.ts';
import { fail } from '../domain/problem.ts';
import { textOf } from '../domain/runbook.ts';
import type { Runbook } from '../domain/runbook.ts';

type Said = { since: (day: string) => string; instead: (slug: string) => string; none: string };

const SAID: Record<Language, Said> = {
  en: {
    since: (day) => `Withdrawn since ${day}: do not follow it any more.`,
    instead: (slug) => `Instead: runbook show ${slug}`,
    none: 'Nothing takes its place.',
  },
  'zh-cn': {
    since: (day) => `本文已于 ${day} 撤回，不要再照着做。`,
    instead: (slug) => `请改用：runbook show ${slug}`,
    none: '目前没有替代的文章。',
  },
};

/** Since when, why, what instead: a sentence each; none where it holds. */
export const withdrawnNotice = (runbook: Runbook, language: Language): string[] => {
  const { withdrawn } = runbook;
  if (withdrawn === undefined) return [];
  const said = SAID[language];
  const why = textOf(runbook, language).withdrawn ?? '';
  return [said.since(withdrawn.since), why, withdrawn.instead === undefined ? said.none : said.instead(withdrawn.instead)];
};

/** Nothing overrules it: what is wrong with the fix is wrong with it everywhere. */
export const refuseWithdrawn = ({ slug, withdrawn, text }: Runbook, rest: { hint?: string; state?: string } = {}): void => {
  if (withdrawn === undefined) return;
  const { since, instead } = withdrawn;
  const other = instead === undefined ? `To read what it says: runbook show ${slug}` : `Use this one instead: runbook run ${instead}`;
  fail('withdrawn', `${slug} was withdrawn on ${since}: ${text.en.withdrawn ?? ''}`, { hint: other, ...rest });
};
