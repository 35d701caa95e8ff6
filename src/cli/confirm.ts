/** Asks the person, unless a flag has answered. Without a terminal there is nobody to ask. */
import { createInterface } from 'node:readline/promises';
import type { Language } from '../domain/language.ts';
import type { Risk } from '../domain/step.ts';
import type { Confirm, ConsentAsk } from '../engine/ports.ts';
import type { Interrupt } from './interrupt.ts';
import { wordsOf } from '../reporters/words.ts';
import { isYes } from './prompt.ts';

export type Consent = { allowed: Risk[]; interactive: boolean; targetName: string; language: Language; interrupt: Interrupt };

const QUESTIONS: Record<Language, Record<ConsentAsk['what'], (steps: string, target: string) => string>> = {
  en: {
    plan: () => 'Do this now? [y/N] ',
    step: (steps) => `${steps} interrupts what is running. Do it? [y/N] `,
    name: (steps, target) => `${steps} destroys data. To do it, type the name of the target, as it stands here:\n      ${target}\n  > `,
    undo: (steps) => `Interrupted. Undo what was done (${steps})? [y/N] `,
    manual: () => 'Type y when you have done it, and it is checked; anything else ends here. [y/N] ',
    'take-back': (steps) => `Undo what this run did (${steps})? [y/N] `,
  },
  'zh-cn': {
    plan: () => '现在执行吗？[y/N] ',
    step: (steps) => `${steps} 会中断正在运行的服务，要执行吗？[y/N] `,
    name: (steps, target) => `${steps} 会丢失数据。确定要执行，请原样输入目标名称：\n      ${target}\n  > `,
    undo: (steps) => `已中断。要撤销已做的改动吗（${steps}）？[y/N] `,
    manual: () => '做完请输入 y，接着会自动检查；输入别的就到此为止。[y/N] ',
    'take-back': (steps) => `要撤销这次运行所做的改动吗（${steps}）？[y/N] `,
  },
};

/** An interrupt ends the question, unless the question is about an interrupt. */
const ask = async (question: string, interrupt: Interrupt): Promise<string> => {
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  terminal.on('SIGINT', () => interrupt.raise('SIGINT'));
  const gone = new Promise<string>((resolve) => terminal.once('close', () => resolve('')));
  try {
    const given = terminal.question(`  ${question}`, interrupt.signal.aborted ? {} : { signal: interrupt.signal });
    return (await Promise.race([given, gone])).trim();
  } catch {
    return '';
  } finally {
    terminal.close();
  }
};

const agrees = (what: ConsentAsk['what'], said: string, targetName: string): boolean =>
  what === 'name' ? said === targetName : isYes(said);

export const confirmWith =
  ({ allowed, interactive, targetName, language, interrupt }: Consent): Confirm =>
  async ({ what, risk, steps }) => {
    if (what !== 'undo' && allowed.includes(risk)) return { answer: 'yes', by: 'flag' };
    if (!interactive) return { answer: 'unavailable', by: 'flag' };
    const said = await ask(QUESTIONS[language][what](wordsOf(language).list(steps), targetName), interrupt);
    return { answer: agrees(what, said, targetName) ? 'yes' : 'no', by: 'person' };
  };
