/** Asks the person at the terminal for a value. A secret is neither echoed nor kept in a history. */
import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';

const nowhere = () => new Writable({ write: (_chunk, _encoding, done) => done() });

/** What counts as a yes, in either language. */
export const isYes = (said: string): boolean => /^(y|yes|是|好)$/i.test(said);

export type Prompt = (question: string, how: { hidden: boolean }) => Promise<string | null>;

/** Null when the person leaves: Ctrl-C, Ctrl-D, or a terminal that is gone. */
export const promptAtTerminal: Prompt = async (question, { hidden }) => {
  if (hidden) process.stderr.write(question);
  const terminal = createInterface({ input: process.stdin, output: hidden ? nowhere() : process.stderr, terminal: true, historySize: 0 });
  const left = new Promise<null>((resolve) => terminal.once('close', () => resolve(null)).once('SIGINT', () => resolve(null)));
  try {
    return await Promise.race([terminal.question(hidden ? '' : question), left]);
  } finally {
    terminal.close();
    if (hidden) process.stderr.write('\n');
  }
};
