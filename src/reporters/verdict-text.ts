/** How a run ended, for a person: what is true now, why, and what still stands. */
import type { RunEvent } from '../domain/event.ts';
import type { Verdict } from '../domain/verdict.ts';
import { block } from './layout.ts';
import { paintFor } from './paint.ts';
import type { Style } from './paint.ts';
import { plainText } from './plain-text.ts';
import type { ReporterContext } from './reporter.ts';
import { wordsOf } from './words.ts';

const STYLES: Record<Verdict['kind'], Style> = {
  healthy: 'green',
  fixed: 'green',
  'fault-present': 'red',
  manual: 'yellow',
  undetermined: 'yellow',
  'not-applicable': 'yellow',
  undone: 'red',
  'in-between': 'red',
  'still-faulty': 'red',
  refused: 'yellow',
  interrupted: 'yellow',
};

/** Why it ended so, what is in doubt, and what stands. */
export const reasonsOf = (verdict: Verdict, words: ReturnType<typeof wordsOf>): string[] => {
  const reason = 'reason' in verdict && verdict.reason !== '' ? [verdict.reason] : [];
  const during = 'during' in verdict && verdict.during !== null ? [words.during(verdict.during)] : [];
  const standing = 'standing' in verdict && verdict.standing.length > 0 ? [words.standing(words.list(verdict.standing))] : [];
  return [...reason, ...during, ...standing];
};

/** One that was undone because a person wanted it did not fail. */
const headOf = (verdict: Verdict, words: ReturnType<typeof wordsOf>): string =>
  verdict.kind === 'undone' && verdict.failed === '' ? words.takenBack : words.verdict[verdict.kind];

export const verdictText = ({ verdict, changes }: Extract<RunEvent, { type: 'run.ended' }>, context: ReporterContext): string => {
  const words = wordsOf(context.language);
  const paint = paintFor(context.colour);
  const said = [...reasonsOf(verdict, words), words.changes(changes)];
  const lines = said.map((line) => `${block('', plainText(line), { width: context.width, indent: 2 })}\n`).join('');
  return `\n  ${paint(['bold', STYLES[verdict.kind]], headOf(verdict, words))}\n${lines}\n`;
};
