/** What every report says of a step: its title, whether it went well, and why not. */
import type { StepResult } from '../domain/event.ts';
import { textOf } from '../domain/runbook.ts';
import type { Phase } from '../domain/step.ts';
import type { ReporterContext } from './reporter.ts';
import { wordsOf } from './words.ts';

export type Outcome = 'good' | 'bad' | 'unknown' | 'told';

/** Whether what a step came to is what one hopes for: in diagnose that the fault is absent, elsewhere that the good thing is present. */
export const outcomeOf = ({ phase, result }: { phase: Phase; result: StepResult }): Outcome => {
  if (result.kind === 'collected') return 'told';
  if (result.kind === 'action') return result.outcome === 'done' ? 'good' : 'bad';
  if (result.finding === 'unknown') return 'unknown';
  return result.finding === (phase === 'diagnose' ? 'absent' : 'present') ? 'good' : 'bad';
};

export const MARKS: Record<Outcome, string> = { good: '✓', bad: '✗', unknown: '?', told: '·' };

/** `needs` is a step that no runbook has: whether all is there that its steps need. */
export const titleOf = ({ runbook, language }: Pick<ReporterContext, 'runbook' | 'language'>, id: string): string =>
  id === 'needs' ? wordsOf(language).needs : textOf(runbook, language).steps[id] || id;

/** Why it is not as one hopes, in the words of the runner or of the step; empty when it is. */
export const whyOf = (result: StepResult): string => {
  if (result.kind === 'collected') return '';
  if (result.kind === 'action') return result.reason;
  return result.reason || result.evidence.join('\n');
};
