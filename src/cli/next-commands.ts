/** What a person can do with a run that left something open. */
import type { Language } from '../domain/language.ts';
import type { History } from '../engine/history.ts';
import { standsOf } from '../engine/history.ts';
import { canBeUndone, prospectOf } from '../engine/prospect.ts';
import { wordsOf } from '../reporters/words.ts';

type About = { run: string; history: History };

const WORDS: Record<Language, { killed: string; during: (step: string) => string; goOn: string; takeBack: string }> = {
  en: {
    killed: 'It was killed before it had ended.',
    during: (step) => `It was killed while ${step} was running: whether that took effect is unknown.`,
    goOn: 'to go on',
    takeBack: 'to take it back',
  },
  'zh-cn': {
    killed: '这次运行还没结束就被强制终止了。',
    during: (step) => `执行 ${step} 时被强制终止，不能确定这一步是否已经生效。`,
    goOn: '继续运行',
    takeBack: '撤销改动',
  },
};

const doubtOf = ({ begun }: History): string | undefined =>
  begun.find(({ standing, undone }) => standing === 'in-doubt' || undone === 'in-doubt')?.step;

const killedText = ({ history }: About, language: Language): string[] => {
  if (history.verdict !== null) return [];
  const step = doubtOf(history);
  return [step === undefined ? WORDS[language].killed : WORDS[language].during(step)];
};

/** Nothing where all is in order. A fix that holds can be taken back, but needs not be told how. */
export const nextCommands = (about: About, language: Language): string => {
  const { run, history } = about;
  const words = WORDS[language];
  const { fact } = wordsOf(language);
  const goesOn = prospectOf(history).kind === 'goes-on';
  const open = goesOn || (history.verdict?.kind === 'in-between' && standsOf(history).length > 0);
  const lines = [
    ...killedText(about, language),
    ...(goesOn ? [fact(words.goOn, `runbook resume ${run}`)] : []),
    ...(open && canBeUndone(history) ? [fact(words.takeBack, `runbook undo ${run}`)] : []),
  ];
  return lines.length === 0 ? '' : `${lines.map((line) => `  ${line}\n`).join('')}\n`;
};
