/** What a page says about one step, from the runbook alone. */
import { formatDuration } from '../../domain/duration.ts';
import type { Runbook, RunbookText } from '../../domain/runbook.ts';
import { isAction, isProbe, type Need, type Probe, type Risk, type Step } from '../../domain/step.ts';
import type { Words } from '../words/index.ts';

export type Tone = 'reads' | 'changes' | 'interrupts' | 'destroys';

const TONES: Record<Risk, Tone> = { 'read-only': 'reads', reversible: 'changes', disruptive: 'interrupts', destructive: 'destroys' };
export const toneOfRisk = (risk: Risk): Tone => TONES[risk];

/** An undo step changes things too: it is never shown as one that reads. */
export const badgeOf = (step: Step, words: Words): { tone: Tone; text: string } => {
  if (step.kind === 'undo') return { tone: 'changes', text: words.undoing };
  if (step.kind === 'probe' && step.canary !== undefined) return { tone: 'changes', text: words.canary };
  const risk = isAction(step) ? step.risk : 'read-only';
  return { tone: toneOfRisk(risk), text: words.risk[risk] };
};

/** With the units as a person of that language writes them. */
export const duration = (milliseconds: number, { units }: Words): string =>
  formatDuration(milliseconds).replaceAll(/ (ms|s|min)\b/g, (_, unit: string) => ` ${units[unit] ?? unit}`);

export const needText = (need: Need, words: Words): string => (need.kind === 'root' ? words.step.root : need.any.join(words.step.or));

export type Finding = { pattern: string; means: string; kind: 'present' | 'absent' };

export const findingsOf = (probe: Probe, words: Words): Finding[] => {
  const meaning = words.step.meaning[probe.phase];
  const present: Finding = { pattern: probe.present, means: meaning.present, kind: 'present' };
  return probe.absent === null ? [present] : [present, { pattern: probe.absent, means: meaning.absent, kind: 'absent' }];
};

/** The actions that an undo step takes back. */
export const undoneBy = (runbook: Runbook, undo: Step): Step[] =>
  runbook.steps.filter(isAction).filter((action) => action.undo.kind === 'step' && action.undo.step === undo.id);

/** `/^stale /` is read as `stale …`; a pattern that is more than words stays one. */
export const readablePattern = (pattern: string): string => {
  const [, start = '', words, end = ''] = /^\/(\^?)([\w ,.-]+?)(\$?)\/$/.exec(pattern) ?? [];
  if (words === undefined || words.includes('.')) return pattern;
  return `${start ? '' : '… '}${words.trim()}${end ? '' : ' …'}`;
};

export const findingsOfStep = (step: Step, words: Words): Finding[] => (isProbe(step) ? findingsOf(step, words) : []);

export type Value = { name: string; step: string | undefined; input: string | undefined };

/** Where a value comes from that a script reads: the step that gives it, or the person who runs it. */
export const valuesOf = (runbook: Runbook, text: RunbookText, step: Step): Value[] =>
  step.uses.map((name) => ({
    name,
    step: runbook.steps.find(({ outputs }) => Object.hasOwn(outputs, name))?.id,
    input: text.inputs[name],
  }));
