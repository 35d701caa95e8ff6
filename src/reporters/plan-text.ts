/** A plan for a person: every change verbatim, with its risk, what it costs and how it is undone. */
import type { Plan, Planned } from '../domain/plan.ts';
import { textOf } from '../domain/runbook.ts';
import { LABEL_WIDTH, row } from './layout.ts';
import { paintFor } from './paint.ts';
import type { Paint, Style } from './paint.ts';
import type { ReporterContext } from './reporter.ts';
import type { Risk } from '../domain/step.ts';
import { wordsOf } from './words.ts';

const RISK_STYLES: Record<Risk, Style> = { 'read-only': 'green', reversible: 'green', disruptive: 'yellow', destructive: 'red' };

export const riskText = (risk: Risk, paint: Paint, words: ReturnType<typeof wordsOf>): string => paint(RISK_STYLES[risk], words.risk[risk]);

/** A script as it is, behind a bar. */
export const scriptText = (script: string, paint: Paint): string =>
  script
    .trimEnd()
    .split('\n')
    .map((line) => `${' '.repeat(LABEL_WIDTH + 2)}${paint('dim', '│')} ${line}\n`)
    .join('');

const undoOf = ({ action, undo }: Planned, context: ReporterContext): string => {
  const words = wordsOf(context.language);
  if (action.undo.kind === 'none') return words.noUndo(action.undo.reason);
  return undo === null ? '' : (textOf(context.runbook, context.language).steps[undo.id] ?? undo.id);
};

const actionText = (planned: Planned, context: ReporterContext): string => {
  const words = wordsOf(context.language);
  const paint = paintFor(context.colour);
  const { action } = planned;
  const title = textOf(context.runbook, context.language).steps[action.id] ?? action.title;
  return [
    row('', `${paint('bold', title)} ${paint('dim', `(${action.id})`)}`, context.width),
    row('', `${riskText(action.risk, paint, words)} · ${words.fact(words.undo, undoOf(planned, context))}`, context.width),
    scriptText(action.script, paint),
    '\n',
  ].join('');
};

export const planText = (plan: Plan, context: ReporterContext): string => {
  const words = wordsOf(context.language);
  const paint = paintFor(context.colour);
  const ways = textOf(context.runbook, context.language).resolutions;
  const way = ways[plan.resolution];
  const titled = (id: string): string => `${ways[id]?.title ?? id} (--resolution ${id})`;
  const head = row(paint('cyan', words.plan), paint('bold', way?.title ?? plan.resolution), context.width);
  const cost = way
    ? row('', `${words.fact(words.downtime, way.cost.downtime)} · ${words.fact(words.loses, way.cost.loses)}`, context.width)
    : '';
  const body =
    plan.kind === 'manual'
      ? row('', way?.instruction ?? '', context.width)
      : `\n${plan.actions.map((planned) => actionText(planned, context)).join('')}`;
  const others =
    plan.others.length === 0 ? '' : row('', paint('dim', words.fact(words.others, plan.others.map(titled).join('; '))), context.width);
  return `${head}${cost}${body}${others}\n`;
};
