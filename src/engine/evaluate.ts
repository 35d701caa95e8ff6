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

/** What one environment variable may hold everywhere; a larger value could be printed, but not handed on. */
const LARGEST_VALUE = 100 * 1024;

type Outputs = { values: Record<string, string>; lacking: string | null };

/** Every declared output that was printed, and why the first that cannot be used cannot. What was cut has printed nothing for sure. */
export const outputsOf = (step: Step, { stdout, truncated }: ExecResult): Outputs => {
  const values: Record<string, string> = {};
  let lacking = truncated && Object.keys(step.outputs).length > 0 ? 'it printed too much to be read whole' : null;
  for (const [name, pattern] of truncated ? [] : Object.entries(step.outputs)) {
    const found = matchesIn(pattern, stdout);
    const value = found.map(({ capture, text }) => capture ?? text).join('\n');
    if (found.length === 0) lacking ??= `it did not print ${name}`;
    else if (value.length > LARGEST_VALUE) lacking ??= `${name} is larger than 100 KiB`;
    else values[name] = value;
  }
  return { values, lacking };
};

type Found = Pick<Extract<StepResult, { kind: 'probe' }>, 'finding' | 'reason' | 'evidence'>;

const unknown = (reason: string, evidence: string[] = []): Found => ({ finding: 'unknown', reason, evidence });

const findingOf = (probe: Probe, exec: ExecResult): Found => {
  if (exec.kind !== 'exited' || exec.code !== 0) return unknown(describeExec(exec));
  if (exec.truncated) return unknown('it printed too much to be read whole');
  const present = linesOf(probe.present, exec.stdout).slice(0, EVIDENCE_LINES);
  const absent = linesOf(probe.absent, exec.stdout).slice(0, EVIDENCE_LINES);
  if (present.length > 0 && absent.length > 0) return unknown('it printed both answers', [...present, ...absent]);
  if (present.length > 0) return { finding: 'present', reason: '', evidence: present };
  if (absent.length > 0) return { finding: 'absent', reason: '', evidence: absent };
  return unknown('it printed neither answer');
};

/** A run ends where a precheck is absent: nobody will ask for what it did not print. */
const endsHere = (probe: Probe, { finding }: Found): boolean => finding === 'absent' && probe.phase === 'precheck';

/** A probe is present or absent only if it exited 0 and printed that answer, and only that. Everything else is unknown. */
export const evaluateProbe = (probe: Probe, exec: ExecResult): StepResult => {
  const found = findingOf(probe, exec);
  const { values, lacking } = outputsOf(probe, exec);
  const told = found.finding === 'unknown' || lacking === null || endsHere(probe, found) ? found : unknown(lacking);
  return { kind: 'probe', ...told, notes: linesOf(probe.note, exec.stdout), outputs: values };
};

type Outcome = Extract<StepResult, { kind: 'action' }>['outcome'];

const outcomeOf = (exec: ExecResult, lacking: string | null): { outcome: Outcome; reason: string } => {
  const reason = describeExec(exec);
  if (exec.kind === 'unreachable') return { outcome: 'not-begun', reason };
  if (exec.kind !== 'exited') return { outcome: 'running' in exec && exec.running ? 'running' : 'in-doubt', reason };
  if (exec.code !== 0) return { outcome: 'failed', reason };
  return lacking === null ? { outcome: 'done', reason: '' } : { outcome: 'failed', reason: lacking };
};

export const evaluateAction = (step: Step, exec: ExecResult): StepResult => {
  const { values, lacking } = outputsOf(step, exec);
  return { kind: 'action', ...outcomeOf(exec, lacking), notes: linesOf(step.note, exec.stdout), outputs: values };
};

export const evaluate = (step: Step, exec: ExecResult): StepResult => {
  if (step.kind === 'probe') return evaluateProbe(step, exec);
  if (step.kind === 'collect') return { kind: 'collected', text: exec.stdout };
  return evaluateAction(step, exec);
};
