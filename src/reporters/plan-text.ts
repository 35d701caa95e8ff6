/** A plan for a person: every change verbatim, with its risk, what it costs and how it is undone. */
import { describeCluster } from '../domain/cluster.ts';
import type { RunEvent } from '../domain/event.ts';
import type { Plan, Planned } from '../domain/plan.ts';
import { createdBy, needsRoot, noUndoOf, textOf } from '../domain/runbook.ts';
import { LABEL_WIDTH, row } from './layout.ts';
import { paintFor } from './paint.ts';
import type { Paint, Style } from './paint.ts';
import { plainText } from './plain-text.ts';
import type { ReporterContext } from './reporter.ts';
import type { Risk } from '../domain/step.ts';
import { wordsOf } from './words.ts';

type Made = Extract<RunEvent, { type: 'plan.made' }>;

/** Of a long rule or log line the beginning tells enough here. */
const CLIPPED = 60;
const clipped = (line: string): string => (line.length > CLIPPED ? `${line.slice(0, CLIPPED)}…` : line);

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
  if (action.undo.kind === 'none') return words.noUndo(noUndoOf(textOf(context.runbook, context.language), action));
  return undo === null ? '' : (textOf(context.runbook, context.language).steps[undo.id] ?? undo.id);
};

const actionText = (planned: Planned, context: ReporterContext): string => {
  const words = wordsOf(context.language);
  const paint = paintFor(context.colour);
  const { action, undo } = planned;
  const privilege = needsRoot(undo === null ? [action] : [action, undo]) ? [words.asRoot] : [];
  const title = textOf(context.runbook, context.language).steps[action.id] ?? action.title;
  return [
    row('', `${paint('bold', title)} ${paint('dim', `(${action.id})`)}`, context.width),
    row(
      '',
      [riskText(action.risk, paint, words), ...privilege, words.fact(words.undo, undoOf(planned, context))].join(' · '),
      context.width,
    ),
    scriptText(action.script, paint),
    '\n',
  ].join('');
};

/** What the verify makes in order to look, and how it goes again. */
const canaryText = ({ probe, remove }: Plan['canaries'][number], context: ReporterContext): string => {
  const words = wordsOf(context.language);
  const paint = paintFor(context.colour);
  const text = textOf(context.runbook, context.language);
  const titled = (id: string, title: string): string =>
    row('', `${paint('bold', text.steps[id] ?? title)} ${paint('dim', `(${id})`)}`, context.width);
  return [
    titled(probe.id, probe.title),
    row('', words.canary(createdBy(text, probe)), context.width),
    scriptText(probe.script, paint),
    titled(remove.id, remove.title),
    scriptText(remove.script, paint),
    '\n',
  ].join('');
};

/** Which way it is, and by what each probe found the fault. */
const whyOf = ({ plan, bound }: Made, context: ReporterContext): string => {
  const words = wordsOf(context.language);
  const { steps } = textOf(context.runbook, context.language);
  const way = context.runbook.resolutions.find(({ id }) => id === plan.resolution);
  const found = bound.diagnosis.evidence
    .filter(({ lines }) => lines.length > 0)
    .map(({ step, lines }) => words.found(steps[step] ?? step, clipped(plainText(lines[0] ?? '')), lines.length - 1));
  return words.fact(words.why, words.clauses([way?.recommended ? words.recommended : words.askedFor, ...found]));
};

export const planText = (made: Made, context: ReporterContext): string => {
  const { plan } = made;
  const words = wordsOf(context.language);
  const paint = paintFor(context.colour);
  const ways = textOf(context.runbook, context.language).resolutions;
  const way = ways[plan.resolution];
  const titled = (id: string): string => `${ways[id]?.title ?? id} (--resolution ${id})`;
  const head = row(paint('cyan', words.plan), paint('bold', way?.title ?? plan.resolution), context.width);
  const cost = way
    ? row('', `${words.fact(words.downtime, way.cost.downtime)} · ${words.fact(words.loses, way.cost.loses)}`, context.width)
    : '';
  const { cluster } = made.bound;
  const whose =
    cluster === null ? '' : row('', words.fact(words.cluster, paint('bold', plainText(describeCluster(cluster)))), context.width);
  const why = row('', whyOf(made, context), context.width);
  const body =
    plan.kind === 'manual'
      ? row('', way?.instruction ?? '', context.width)
      : `\n${plan.actions.map((planned) => actionText(planned, context)).join('')}`;
  const others =
    plan.others.length === 0 ? '' : row('', paint('dim', words.fact(words.others, words.clauses(plan.others.map(titled)))), context.width);
  const canaries = plan.canaries.map((canary) => canaryText(canary, context)).join('');
  return `${head}${whose}${why}${cost}${body}${canaries}${others}\n`;
};
