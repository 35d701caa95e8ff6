/** Kept runs for a person: a line each, and what stands above the story of one. */
import type { Language } from '../domain/language.ts';
import { padEnd } from '../reporters/layout.ts';
import { paintFor } from '../reporters/paint.ts';
import type { Style } from '../reporters/paint.ts';
import { wordsOf } from '../reporters/words.ts';
import type { RunSummary } from './commands/runs.ts';
import type { Io } from './io.ts';

type About = { io: Io; now: Date };
type Words = {
  none: string;
  states: Partial<Record<RunSummary['state'], string>>;
  unreadable: string;
  resumable: string;
  ago: (amount: number, unit: 'minute' | 'hour' | 'day') => string;
  now: string;
};

const WORDS: Record<Language, Words> = {
  en: {
    none: 'No run is kept here.',
    states: { 'at-work': 'at work now', killed: 'killed', empty: 'killed at its beginning', 'newer-journal': 'written by a newer runbook' },
    unreadable: 'its journal is not right',
    resumable: 'can go on',
    ago: (amount, unit) => `${amount} ${unit}${amount === 1 ? '' : 's'} ago`,
    now: 'just now',
  },
  'zh-cn': {
    none: '这里没有运行记录。',
    states: { 'at-work': '正在运行', killed: '被强制终止', empty: '刚开始就被终止', 'newer-journal': '由版本更高的 runbook 写入' },
    unreadable: '记录文件已损坏',
    resumable: '可以继续',
    ago: (amount, unit) => `${amount} ${{ minute: '分钟', hour: '小时', day: '天' }[unit]}前`,
    now: '刚刚',
  },
};

const MINUTE = 60_000;
const UNITS = [
  ['day', 24 * 60 * MINUTE],
  ['hour', 60 * MINUTE],
  ['minute', MINUTE],
] as const;

/** A clock that was set back makes nothing negative. */
export const ago = (at: string, now: Date, language: Language): string => {
  const ms = now.getTime() - Date.parse(at);
  const unit = UNITS.find(([, size]) => ms >= size);
  return unit === undefined ? WORDS[language].now : WORDS[language].ago(Math.floor(ms / unit[1]), unit[0]);
};

const VERDICT_WORD = /^[^:：]+/;

/** The first words of what a report says of it. */
const stateText = ({ state }: RunSummary, language: Language): string => {
  const words = WORDS[language];
  const verdicts: Partial<Record<string, string>> = wordsOf(language).verdict;
  return words.states[state] ?? VERDICT_WORD.exec(verdicts[state] ?? '')?.[0] ?? words.unreadable;
};

const STYLES: Partial<Record<RunSummary['state'], Style>> = {
  fixed: 'green',
  healthy: 'green',
  'in-between': 'red',
  undone: 'red',
  'still-faulty': 'red',
};

const row = (one: RunSummary, widths: number[], { io, now }: About): string => {
  const paint = paintFor(io.colour);
  const [slug = 0, target = 0] = widths;
  const state = paint(STYLES[one.state] ?? 'yellow', stateText(one, io.language));
  const more = one.resumable && one.state !== 'killed' ? wordsOf(io.language).aside(WORDS[io.language].resumable) : '';
  const when = one.at === null ? '' : `  ${paint('dim', ago(one.at, now, io.language))}`;
  return `${one.run}  ${padEnd(one.slug ?? '', slug)}  ${padEnd(one.target ?? '', target)}  ${state}${more}${when}\n`;
};

export const listText = (runs: RunSummary[], about: About): string => {
  if (runs.length === 0) return `${WORDS[about.io.language].none}\n`;
  const widths = [(one: RunSummary) => one.slug, (one: RunSummary) => one.target].map((of) =>
    Math.max(0, ...runs.map((one) => of(one)?.length ?? 0)),
  );
  return runs.map((one) => row(one, widths, about)).join('');
};

export const aboutRun = (one: RunSummary, { io, now }: About): string => {
  const when = one.at === null ? '' : ` · ${one.at.slice(0, 16).replace('T', ' ')} UTC · ${ago(one.at, now, io.language)}`;
  return `\n  ${one.run}${when}\n`;
};
