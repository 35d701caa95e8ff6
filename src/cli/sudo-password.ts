/** What sudo wants on the targets, asked for once, at the terminal, and kept nowhere. */
import { fail } from '../domain/problem.ts';
import type { Io } from './io.ts';
import { promptAtTerminal } from './prompt.ts';

const QUESTION = { en: '  The password that sudo wants there (it is not shown): ', 'zh-cn': '  目标上 sudo 的密码（输入时不显示）：' };

/** Null where nobody wanted to be asked. */
export const sudoPasswordFor = async (
  io: Pick<Io, 'interactive' | 'language'>,
  { askSudo }: { askSudo?: boolean },
): Promise<string | null> => {
  if (askSudo !== true) return null;
  if (!io.interactive)
    return fail('usage', '--ask-sudo asks at a terminal, and there is none.', {
      hint: 'Run it as root, or let sudo work without a password.',
    });
  return (await promptAtTerminal(QUESTION[io.language], { hidden: true })) ?? fail('usage', 'No password was given.');
};
