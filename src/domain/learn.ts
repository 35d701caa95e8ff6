/** What the answers of a target say of a component: which version, or why it cannot be told. Pure. */
import { component } from './components/index.ts';
import type { ComponentName } from './components/index.ts';
import type { Source } from './components/component.ts';
import { describeExec } from './exec.ts';
import type { ExecResult } from './exec.ts';
import type { Why } from './detected-version.ts';
import type { Detection } from './environment.ts';

/** What came of asking: an answer for each source of the component, in order, and one for its traces, if it has any. */
export type Answers = { sources: ExecResult[]; traces: ExecResult | null };

type Known = Extract<Detection, { kind: 'known' }>;
type Unknown = Extract<Detection, { kind: 'unknown' }>;
type Learnt = { detection: Detection; of: string };

const MISSING = 127;
const NOT_EXECUTABLE = 126;
const ASLEEP = 75;
const FORBIDDEN = /permission denied|not permitted|must be root|access denied/i;
const REFUSED = /refused|cannot connect|is the docker daemon running|no such file or directory.*\.sock|\.sock.*no such file/i;

const whyOf = (result: ExecResult): Why => {
  if (result.kind === 'timed-out') return 'timed-out';
  if (result.kind === 'unreachable') return 'unreachable';
  if (result.kind !== 'exited') return 'failed';
  if (result.code === MISSING) return 'missing';
  if (result.code === ASLEEP) return 'asleep';
  if (result.code === NOT_EXECUTABLE || FORBIDDEN.test(result.stderr)) return 'no-permission';
  return REFUSED.test(result.stderr) ? 'refused' : 'failed';
};

const lastLine = (text: string): string => text.trim().split('\n').at(-1) ?? '';

/** What bash puts before its own complaints: the script is ours, and its lines tell a person nothing. */
const WHERE = /^\S*step: line \d+: /;

/** In the tool's own words, if it said any. */
const wordsOf = (result: ExecResult): string => {
  if (result.kind === 'unreachable') return result.reason;
  return (result.kind === 'exited' && lastLine(result.stderr).replace(WHERE, '')) || describeExec(result);
};

const read = ({ how, absentWhen, parse }: Source, result: ExecResult): Detection => {
  if (absentWhen !== undefined && `${result.stdout}\n${result.stderr}`.includes(absentWhen)) return { kind: 'absent', how };
  if (result.kind !== 'exited' || result.code !== 0) return { kind: 'unknown', why: whyOf(result), reason: wordsOf(result), how };
  return { ...parse(result.stdout), how };
};

const isKnown = (one: Learnt): one is Learnt & { detection: Known } => one.detection.kind === 'known';

/** The best answer for each installation: its first source that knows. */
const firstOfEach = (learnt: Learnt[]): (Learnt & { detection: Known })[] => {
  const known = learnt.filter(isKnown);
  return known.filter((one, at) => known.findIndex(({ of }) => of === one.of) === at);
};

/** One version, or several that are at work at once, of which none is the one. */
const agreed = (known: (Learnt & { detection: Known })[]): Detection | null => {
  const [first, ...others] = known;
  if (first === undefined || others.every(({ detection }) => detection.version === first.detection.version))
    return first?.detection ?? null;
  const each = known.map(({ detection, of }) => `${detection.version} (${of})`);
  return { kind: 'unknown', why: 'several', reason: each.join(', '), how: known.map(({ detection }) => detection.how).join('; ') };
};

/** Without its tool: absent when nothing else is left of it, otherwise unknown. */
const withoutTool = (name: ComponentName, missing: Unknown, traces: ExecResult | null): Detection => {
  const looked = component(name).traces;
  if (looked === null || traces === null) return missing;
  if (traces.kind !== 'exited' || (traces.code !== 0 && traces.code !== MISSING))
    return { ...missing, reason: `${missing.reason}; ${looked.how}: ${wordsOf(traces)}` };
  const trace = looked.found ? looked.found(traces.stdout) : traces.stdout.split('\n')[0];
  return trace ? { ...missing, reason: `${missing.reason}, but ${trace} is there` } : { kind: 'absent', how: looked.how };
};

const openOf = (name: ComponentName, learnt: Learnt[], traces: ExecResult | null): Detection => {
  const all = learnt.map(({ detection }) => detection);
  const unknown = all.filter((one): one is Unknown => one.kind === 'unknown');
  const other = unknown.find(({ why }) => why !== 'missing');
  if (other) return other;
  const absent = all.find((one) => one.kind === 'absent');
  const [missing] = unknown;
  return absent ?? (missing ? withoutTool(name, missing, traces) : { kind: 'absent', how: '' });
};

/** `within`: what was learnt of the components that bring this one along. */
export const learn = (name: ComponentName, { sources, traces }: Answers, within: Partial<Record<ComponentName, Detection>>): Detection => {
  const own = component(name).sources.map((source, at) => ({ detection: read(source, sources[at] as ExecResult), of: source.of ?? name }));
  const brought = Object.entries(within).map(([of, detection]) => ({ detection, of }));
  return agreed(firstOfEach([...own, ...brought])) ?? openOf(name, own, traces);
};
