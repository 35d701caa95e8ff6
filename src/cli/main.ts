#!/usr/bin/env node
/** The bin: refuses where it cannot work, otherwise hands over. Imports nothing else before it knows. */
import { refused } from './refusal.ts';

/** What completions and scripts ask over and over is answered without the command-line library, which costs as much as Node's own start. */
const answerAtOnce = async (words: string): Promise<number | null> => {
  if (words === '--version') {
    const { version } = await import('./version.ts');
    process.stdout.write(`${version}\n`);
    return 0;
  }
  if (words !== 'list' && words !== 'list --json') return null;
  const { listAtOnce } = await import('./commands/list.ts');
  return listAtOnce({ json: words === 'list --json' });
};

const answer = async (): Promise<number> => {
  try {
    return (await answerAtOnce(process.argv.slice(2).join(' '))) ?? (await (await import('./program.ts')).program(process.argv));
  } catch (error) {
    const { problemExitCode, problemOf, problemText } = await import('./report-problem.ts');
    const told = problemOf(error);
    process.stderr.write(problemText(told));
    return problemExitCode(told);
  }
};

const main = async (): Promise<void> => {
  process.exitCode = await answer();
};

/** Not awaited here: the single executable is a script, and a script cannot wait at its top. */
if (!refused()) void main();
