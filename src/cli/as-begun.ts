/** What a person said when a run began holds again when it goes on, and is told: the versions taken for granted, the saved plan. */
import type { RunEvent } from '../domain/event.ts';
import type { Language } from '../domain/language.ts';

type Started = Extract<RunEvent, { type: 'run.started' }>;
type Said = { plan: (at: string) => string; line: (parts: string[]) => string };

const SAID: Record<Language, Said> = {
  en: { plan: (at) => `the plan that was saved at ${at}`, line: (parts) => `As when it began: ${parts.join(', and ')}.` },
  'zh-cn': { plan: (at) => `${at} 保存的计划`, line: (parts) => `沿用开始时的设定：${parts.join('，以及')}。` },
};

/** A line, or nothing where nothing was said. */
export const asBegun = ({ approved, assumed = {} }: Started, language: Language): string => {
  const said = SAID[language];
  const versions = Object.entries(assumed).flatMap(([name, one]) => (one.kind === 'known' ? [`--assume ${name}=${one.version}`] : []));
  const parts = [...versions, ...(approved === undefined ? [] : [said.plan(approved.at)])];
  return parts.length === 0 ? '' : `  ${said.line(parts)}\n`;
};
