/**
 * For a log of GitHub Actions: a group a step, an annotation for what is not well and for the verdict. What a step printed
 * stands between `stop-commands` and a token that it does not contain, so that it cannot give commands to the workflow.
 */
import { describeGate } from '../domain/describe-gate.ts';
import { formatDuration } from '../domain/duration.ts';
import type { RunEvent } from '../domain/event.ts';
import { targetName } from '../domain/target.ts';
import type { Verdict } from '../domain/verdict.ts';
import { clip, plainText } from './plain-text.ts';
import type { CreateReporter, ReporterContext } from './reporter.ts';
import { MARKS, outcomeOf, titleOf, whyOf } from './step-text.ts';
import type { Event } from './story.ts';
import { reasonsOf } from './verdict-text.ts';
import { wordsOf } from './words.ts';

type Level = 'notice' | 'warning' | 'error';
/** `seen`: what each step came to when it was last told of, so that a verify that looks over and over is not. */
type View = ReporterContext & { on: string; seen: Map<string, string> };

const OUTPUT_LIMIT = 50_000;

const data = (text: string): string => plainText(text).replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
const property = (text: string): string => data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');

const annotation = (level: Level, title: string, message: string): string => `::${level} title=${property(title)}::${data(message)}\n`;

/** The runner compares tokens without regard to case. */
const tokenFor = (text: string): string => {
  let token = 'kubemend-output-ends';
  while (text.toLowerCase().includes(token)) token += '-';
  return token;
};

const verbatim = (text: string): string => {
  const said = plainText(clip(text, OUTPUT_LIMIT)).replace(/\n*$/, '\n');
  const token = tokenFor(said);
  return text.trim() === '' ? '' : `::stop-commands::${token}\n${said}::${token}::\n`;
};

const group = (title: string, body: string): string => `::group::${data(title)}\n${body}::endgroup::\n`;

const stepEnded = (view: View, event: Event<'step.ended'>): string => {
  const outcome = outcomeOf(event);
  const key = `${event.phase} ${event.step}`;
  if (view.seen.get(key) === outcome) return '';
  view.seen.set(key, outcome);
  const words = wordsOf(view.language);
  const title = titleOf(view, event.step);
  const { stdout, stderr, ms } = event.exec;
  const shown = group(
    `${MARKS[outcome]} ${words.phase[event.phase]}: ${title} (${formatDuration(ms)})`,
    verbatim(stdout) + verbatim(stderr),
  );
  const bad = event.phase !== 'diagnose' && (outcome === 'bad' || outcome === 'unknown');
  return bad ? `${shown}${annotation('warning', `${view.runbook.slug}: ${event.step}`, `${title}\n${whyOf(event.result)}`)}` : shown;
};

const LEVELS: Record<Verdict['kind'], Level> = {
  healthy: 'notice',
  fixed: 'notice',
  'not-applicable': 'notice',
  manual: 'warning',
  refused: 'warning',
  undetermined: 'error',
  'fault-present': 'error',
  undone: 'error',
  'in-between': 'error',
  'still-faulty': 'error',
  interrupted: 'error',
};

const ended = (view: View, { verdict, changes }: Event<'run.ended'>): string => {
  const words = wordsOf(view.language);
  const said = [words.verdict[verdict.kind], ...reasonsOf(verdict, words), words.changes(changes)];
  return annotation(LEVELS[verdict.kind], `${view.runbook.slug} ${view.on}`, said.join('\n'));
};

const planned = (view: View, { plan }: Event<'plan.made'>): string => {
  if (plan.kind === 'manual') return '';
  const scripts = plan.actions.map(({ action }) => verbatim(`# ${titleOf(view, action.id)}\n${action.script}`));
  return group(`${wordsOf(view.language).plan}: ${plan.resolution}`, scripts.join(''));
};

const show = (view: View, event: RunEvent): string => {
  switch (event.type) {
    case 'run.started':
      view.on = wordsOf(view.language).on(targetName(event.target));
      return '';
    case 'gate.decided':
      return group(
        `${wordsOf(view.language).gate}: ${wordsOf(view.language).gateAnswer[event.gate.answer]}`,
        verbatim(describeGate(event.gate, view.language)),
      );
    case 'step.ended':
      return stepEnded(view, event);
    case 'plan.made':
      return planned(view, event);
    case 'run.ended':
      return ended(view, event);
    default:
      return '';
  }
};

export const github: CreateReporter = (context) => {
  const view: View = { ...context, on: '', seen: new Map() };
  return (event) => show(view, event);
};
