/** What a person sees: a line a step, the evidence, the plan verbatim, and how it ended. */
import { describeGate } from '../domain/describe-gate.ts';
import { formatDuration } from '../domain/duration.ts';
import type { RunEvent } from '../domain/event.ts';
import { textOf } from '../domain/runbook.ts';
import { targetName } from '../domain/target.ts';
import { LABEL_WIDTH, block, row } from './layout.ts';
import { paintFor } from './paint.ts';
import type { Paint, Style } from './paint.ts';
import { plainText } from './plain-text.ts';
import { planText } from './plan-text.ts';
import type { CreateReporter, ReporterContext } from './reporter.ts';
import { MARKS, outcomeOf, titleOf } from './step-text.ts';
import type { Outcome } from './step-text.ts';
import type { Event } from './story.ts';
import { verdictText } from './verdict-text.ts';
import { wordsOf } from './words.ts';
import type { Words } from './words.ts';

type Sampling = { failing: string | null; stable: string };
/** What is on the screen so far. `sampling` while a verify goes on: what it said last. */
type View = ReporterContext & { words: Words; paint: Paint; phase: string; previous: string; sampling: Sampling | null; diagnoses: number };

const INDENT = LABEL_WIDTH + 4;

/** The label of the phase, once for all its steps. */
const labelOnce = (view: View): string => {
  const label = view.phase === view.previous ? '' : view.phase;
  view.previous = view.phase;
  return view.paint('cyan', label);
};

/** Evidence can be long rules and logs: what fits on a line tells a person enough, and `--json` has it all. */
const clipped = (view: View, line: string): string => {
  const room = Math.max(30, view.width - INDENT);
  return line.length > room ? `${line.slice(0, room - 1)}…` : line;
};

const more = (view: View, lines: string[]): string =>
  lines.map((line) => `${block('', view.paint('dim', plainText(line)), { width: view.width, indent: INDENT })}\n`).join('');

const started = (view: View, event: Event<'run.started'>): string => {
  const { title } = textOf(view.runbook, view.language);
  return `\n  ${view.paint('bold', title)}\n  ${view.paint('dim', `${event.slug} · ${view.runbook.id} · ${view.words.on(targetName(event.target))}`)}\n\n`;
};

/** The same run, at another time: what was said before is not on this screen. */
const resumed = (view: View, { run, how }: Event<'run.resumed'>): string => {
  Object.assign(view, { previous: '', sampling: null, diagnoses: 0 });
  const { title } = textOf(view.runbook, view.language);
  return `\n  ${view.paint('bold', title)}\n  ${view.paint('dim', view.words.resumed[how](run))}\n\n`;
};

const settled = (view: View, { step, as, reason }: Event<'doubt.settled'>): string =>
  row(
    labelOnce(view),
    `${view.words.doubt[as](titleOf(view, step))} ${view.paint('dim', as === 'unknown' ? plainText(reason) : '')}`,
    view.width,
  );

const gateLine = (view: View, { gate, forced }: Event<'gate.decided'>): string => {
  const decided = `${view.words.gateAnswer[gate.answer]} ${view.paint('dim', `— ${plainText(describeGate(gate, view.language))}`)}`;
  const goingOn = forced && gate.answer === 'no' ? row('', view.paint('yellow', view.words.forced), view.width) : '';
  return row(view.paint('cyan', view.words.gate), decided, view.width) + goingOn;
};

const STYLES: Record<Outcome, Style> = { good: 'green', bad: 'red', unknown: 'yellow', told: 'dim' };

const markOf = (view: View, event: Event<'step.ended'>): string => {
  const outcome = outcomeOf(event);
  return view.paint(STYLES[outcome], MARKS[outcome]);
};

const detailsOf = (view: View, { phase, result }: Event<'step.ended'>): string[] => {
  if (result.kind === 'collected') return view.phase === view.words.phase.collect ? [] : result.text.trimEnd().split('\n');
  if (result.kind === 'action') return [...(result.outcome === 'done' ? [] : [result.reason]), ...result.notes];
  const reason = result.finding === 'unknown' ? [result.reason] : [];
  const seen = view.diagnoses > 1 ? [] : result.evidence.map((line) => clipped(view, line));
  if (phase === 'diagnose' && result.finding === 'present') return [...seen, ...result.notes];
  return [...reason, ...(result.finding === 'absent' && phase !== 'diagnose' ? result.evidence : []), ...result.notes];
};

/** The mark tells whether it is well; a diagnosis asks whether something is wrong, so its answer is said as well. */
const answerOf = (view: View, { phase, result }: Event<'step.ended'>): string =>
  phase === 'diagnose' && result.kind === 'probe' ? ` ${view.words.answer[result.finding]}` : '';

const stepLine = (view: View, event: Event<'step.ended'>): string => {
  const title = `${titleOf(view, event.step)}${answerOf(view, event)} ${view.paint('dim', formatDuration(event.exec.ms))}`;
  const head = block(`  ${block(labelOnce(view), '', { width: view.width, indent: LABEL_WIDTH })}${markOf(view, event)}`, title, {
    width: view.width,
    indent: INDENT,
  });
  return `${head}\n${more(view, detailsOf(view, event))}`;
};

/** A verify looks over and over: its steps are shown once, then only what is new. */
const stepEnded = (view: View, event: Event<'step.ended'>): string => {
  if (view.sampling === null) return stepLine(view, event);
  return view.sampling.stable === '' && view.sampling.failing === null ? stepLine(view, event) : '';
};

const sampled = (view: View, { healthy, failing, healthyForMs, streak }: Event<'verify.sampled'>): string => {
  const before = view.sampling?.failing ?? null;
  view.sampling = { failing, stable: healthy ? view.words.stable(formatDuration(healthyForMs), streak) : '' };
  return failing !== null && failing !== before ? more(view, [view.words.waiting(titleOf(view, failing))]) : '';
};

/** How long health lasted is told once, when the verify is over. */
const verifyOver = (view: View): string => {
  const stable = view.sampling?.stable ?? '';
  view.sampling = null;
  return stable === '' ? '' : more(view, [stable]);
};

const phaseStarted = (view: View, event: Event<'phase.started'>): string => {
  const over = verifyOver(view);
  view.phase = view.words.phase[event.phase];
  view.previous = '';
  if (event.phase === 'diagnose') view.diagnoses += 1;
  if (event.phase === 'verify') view.sampling = { failing: null, stable: '' };
  return over;
};

const diagnosed = (view: View, { finding }: Event<'diagnosis.made'>): string => {
  if (finding === 'unknown') return '';
  const said =
    finding === 'present'
      ? view.paint(['bold', 'red'], view.diagnoses > 1 ? view.words.faultStillHere : view.words.faultHere)
      : view.paint('green', view.words.faultAbsent);
  return `${' '.repeat(INDENT)}${said}\n${finding === 'present' ? '\n' : ''}`;
};

const show = (view: View, event: RunEvent): string => {
  switch (event.type) {
    case 'run.started':
      return started(view, event);
    case 'run.resumed':
      return resumed(view, event);
    case 'doubt.settled':
      return settled(view, event);
    case 'gate.decided':
      return gateLine(view, event);
    case 'phase.started':
      return phaseStarted(view, event);
    case 'step.ended':
      return stepEnded(view, event);
    case 'diagnosis.made':
      return diagnosed(view, event);
    case 'plan.made':
      return planText(event, view);
    case 'verify.sampled':
      return sampled(view, event);
    case 'run.ended':
      return verifyOver(view) + verdictText(event, view);
    case 'environment.detected':
    case 'step.started':
    case 'step.output':
    case 'consent.asked':
    case 'consent.answered':
    case 'undo.decided':
    case 'run.interrupted':
      return '';
  }
};

export const pretty: CreateReporter = (context) => {
  const view: View = {
    ...context,
    words: wordsOf(context.language),
    paint: paintFor(context.colour),
    phase: '',
    previous: '',
    sampling: null,
    diagnoses: 0,
  };
  return (event) => show(view, event);
};
