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

/** What stands for more than itself, as a reader of a line would note it; the longest first. */
const STANDS_FOR: [RegExp, string][] = [
  [/\[0-9\]\[\^ \]\*|\\S\+|\.\*/g, '…'],
  [/\[0-9\]\+/g, 'N'],
  [/\\([/.])/g, '$1'],
];
const ONLY_WORDS = /^[\w ,:=/.…-]+$/;

/** `a (b|c) d` is `a b d` or `a c d`. */
const alternatives = (pattern: string): string[] => {
  const [, before = '', choice, after = ''] = /^([^()]*)\(([^()]*)\)([^()]*)$/.exec(pattern) ?? [];
  return choice === undefined ? [pattern] : choice.split('|').map((one) => before + one + after);
};

/** The lines that a pattern means: `/^(all [0-9]+ run|none: .*)$/` is `all N run` or `none: …`. One that is more than that stays a pattern. */
export const readableLines = (pattern: string): string[] => {
  const [, start, body = '', end] = /^\/(\^?)(.*?)(\$?)\/$/.exec(pattern) ?? [];
  const lines = alternatives(body).map((one) => STANDS_FOR.reduce((line, [sign, meaning]) => line.replaceAll(sign, meaning), one));
  if (/(^|[^\\])\./.test(body.replaceAll('.*', '')) || !lines.every((line) => ONLY_WORDS.test(line))) return [pattern];
  return lines.map((line) => `${start ? '' : '… '}${line.trim()}${end || line.endsWith('…') ? '' : ' …'}`);
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
