/** What a person can do with a run that left something open. */
import type { Language } from '../domain/language.ts';
import type { History } from '../engine/history.ts';
import { standsOf } from '../engine/history.ts';
import { canBeUndone, prospectOf } from '../engine/prospect.ts';

type About = { run: string; history: History };

const WORDS: Record<Language, { killed: string; during: (step: string) => string; goOn: string; takeBack: string }> = {
  en: {
    killed: 'It was killed before it had ended.',
    during: (step) => `It was killed while ${step} was at work: whether that happened is in doubt.`,
    goOn: 'to go on',
    takeBack: 'to take it back',
  },
  'zh-cn': {
    killed: '运行在结束之前被强制终止。',
    during: (step) => `运行在执行 ${step} 时被强制终止，该步骤是否已生效无法确定。`,
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
  const goesOn = prospectOf(history).kind === 'goes-on';
  const open = goesOn || (history.verdict?.kind === 'in-between' && standsOf(history).length > 0);
  const lines = [
    ...killedText(about, language),
    ...(goesOn ? [`${words.goOn}: runbook resume ${run}`] : []),
    ...(open && canBeUndone(history) ? [`${words.takeBack}: runbook undo ${run}`] : []),
  ];
  return lines.length === 0 ? '' : `${lines.map((line) => `  ${line}\n`).join('')}\n`;
};
