/** What the output of a script says: findings of probes, outcomes of actions, declared outputs, notes. Pure. */
import type { StepResult } from '../domain/event.ts';
import { describeExec } from '../domain/exec.ts';
import type { ExecResult } from '../domain/exec.ts';
import type { Probe, Step } from '../domain/step.ts';
import { trustedPattern } from '../match/pattern.ts';
import type { PatternMatch } from '../match/pattern.ts';

const EVIDENCE_LINES = 12;

const matchesIn = (pattern: string | null, text: string): PatternMatch[] => (pattern === null ? [] : trustedPattern(pattern).lines(text));

const linesOf = (pattern: string | null, text: string): string[] => matchesIn(pattern, text).map((match) => match.text);

/** Every declared output, or the name of the first that the script did not print. */
export const outputsOf = (step: Step, stdout: string): { values: Record<string, string>; missing: string | null } => {
  const values: Record<string, string> = {};
  for (const [name, pattern] of Object.entries(step.outputs)) {
    const found = matchesIn(pattern, stdout);
    if (found.length === 0) return { values, missing: name };
    values[name] = found.map(({ capture, text }) => capture ?? text).join('\n');
  }
  return { values, missing: null };
};

type Found = Pick<Extract<StepResult, { kind: 'probe' }>, 'finding' | 'reason' | 'evidence'>;

const unknown = (reason: string, evidence: string[] = []): Found => ({ finding: 'unknown', reason, evidence });

const findingOf = (probe: Probe, exec: ExecResult): Found => {
  if (exec.kind !== 'exited' || exec.code !== 0) return unknown(describeExec(exec));
  const present = linesOf(probe.present, exec.stdout).slice(0, EVIDENCE_LINES);
  const absent = linesOf(probe.absent, exec.stdout).slice(0, EVIDENCE_LINES);
  if (present.length > 0 && absent.length > 0) return unknown('it printed both answers', [...present, ...absent]);
  if (present.length > 0) return { finding: 'present', reason: '', evidence: present };
  if (absent.length > 0) return { finding: 'absent', reason: '', evidence: absent };
  return unknown('it printed neither answer');
};

/** A probe is present or absent only if it exited 0 and printed that answer, and only that. Everything else is unknown. */
export const evaluateProbe = (probe: Probe, exec: ExecResult): StepResult => {
  const found = findingOf(probe, exec);
  const { values, missing } = outputsOf(probe, exec.stdout);
  const told = found.finding !== 'unknown' && missing !== null ? unknown(`it did not print ${missing}`) : found;
  return { kind: 'probe', ...told, notes: linesOf(probe.note, exec.stdout), outputs: values };
};

const outcomeOf = (exec: ExecResult, missing: string | null): { outcome: 'done' | 'failed' | 'in-doubt'; reason: string } => {
  if (exec.kind === 'unreachable') return { outcome: 'failed', reason: describeExec(exec) };
  if (exec.kind !== 'exited') return { outcome: 'in-doubt', reason: describeExec(exec) };
  if (exec.code !== 0) return { outcome: 'failed', reason: describeExec(exec) };
  return missing === null ? { outcome: 'done', reason: '' } : { outcome: 'failed', reason: `it did not print ${missing}` };
};

export const evaluateAction = (step: Step, exec: ExecResult): StepResult => {
  const { values, missing } = outputsOf(step, exec.stdout);
  return { kind: 'action', ...outcomeOf(exec, missing), notes: linesOf(step.note, exec.stdout), outputs: values };
};

export const evaluate = (step: Step, exec: ExecResult): StepResult => {
  if (step.kind === 'probe') return evaluateProbe(step, exec);
  if (step.kind === 'collect') return { kind: 'collected', text: exec.stdout };
  return evaluateAction(step, exec);
};
