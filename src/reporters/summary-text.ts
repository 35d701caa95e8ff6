/** Several targets at a glance: how each ended, how much was changed, and which run tells the rest. */
import stringWidth from 'string-width';
import type { Verdict } from '../domain/verdict.ts';
import { exitCodeOf } from '../domain/verdict.ts';
import { padEnd } from './layout.ts';
import { paintFor } from './paint.ts';
import type { Style } from './paint.ts';
import type { ReporterContext } from './reporter.ts';
import { wordsOf } from './words.ts';
import type { Words } from './words.ts';

export type SummaryRow = {
  target: string;
  ended: { kind: 'verdict'; verdict: Verdict } | { kind: 'problem'; title: string } | { kind: 'not-begun' };
  changes: number;
  /** Null where nothing was written down. */
  run: string | null;
};

const endedIn = ({ ended }: SummaryRow, words: Words): string => {
  if (ended.kind === 'not-begun') return words.notBegun;
  return ended.kind === 'problem' ? ended.title : words.brief[ended.verdict.kind];
};

const styleOf = ({ ended }: SummaryRow): Style => {
  if (ended.kind !== 'verdict') return 'yellow';
  const code = exitCodeOf(ended.verdict);
  if (code === 0) return 'green';
  return [3, 6, 7, 8].includes(code) ? 'red' : 'yellow';
};

export const summaryText = (rows: SummaryRow[], { language, colour }: Pick<ReporterContext, 'language' | 'colour'>): string => {
  const words = wordsOf(language);
  const paint = paintFor(colour);
  const table = rows.map((row) => [row.target, endedIn(row, words), row.changes > 0 ? words.changes(row.changes) : '', row.run ?? '']);
  const widths = [0, 1, 2].map((at) => Math.max(...table.map((cells) => stringWidth(cells[at] ?? ''))));
  const lines = table.map((cells, at) => {
    const [target = '', ended = '', changes = '', run = ''] = cells.map((cell, column) => padEnd(cell, widths[column] ?? 0));
    const style = styleOf(rows[at] as SummaryRow);
    return `  ${target}  ${paint(style, ended)}  ${changes}  ${run}`.trimEnd();
  });
  return `\n  ${paint('bold', words.targets(rows.length))}\n${lines.join('\n')}\n\n`;
};
