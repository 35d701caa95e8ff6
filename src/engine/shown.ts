/** What of a step may be seen: its result as everybody but the scripts themselves gets it, without secrets. Pure. */
import type { RunEvent, StepResult } from '../domain/event.ts';
import { describeExec } from '../domain/exec.ts';
import type { ExecResult } from '../domain/exec.ts';
import { REDACTED } from '../redact/redactor.ts';
import type { Redactor } from '../redact/redactor.ts';

/** Where the middle of a long text was left out: targets/bounded-text.ts. */
const CUT = /\n(\[… \d+ characters left out …\])\n/;
const PEM_END = /-----END [A-Z0-9 ]+-----/;

/** A cut may go through a secret, so the lines beside it go too, and the rest of a block that began in the middle. */
const withoutEdges = (text: string): string => {
  const [head = '', mark, ...after] = text.split(CUT);
  if (mark === undefined) return text;
  const tail = after.join('\n');
  const end = PEM_END.exec(tail);
  const began = tail.indexOf('-----BEGIN ');
  const whole =
    end !== null && (began < 0 || end.index < began) ? tail.slice(end.index + end[0].length) : tail.slice(tail.indexOf('\n') + 1);
  return `${head.slice(0, head.lastIndexOf('\n') + 1)}${mark}\n${whole.startsWith('\n') ? whole.slice(1) : whole}`;
};

const shownText = (text: string, redactor: Redactor): string => redactor.text(withoutEdges(text));

export const shownExec = (exec: ExecResult, redactor: Redactor): ExecResult => {
  const shown = { ...exec, stdout: shownText(exec.stdout, redactor), stderr: shownText(exec.stderr, redactor) };
  return shown.kind === 'unreachable' ? { ...shown, reason: redactor.text(shown.reason) } : shown;
};

/** A line by itself may not look like a secret although it is in the midst of one: what is not in the shown text is hidden. */
const shownIn = (text: string, redactor: Redactor) => (value: string) => {
  const safe = redactor.text(value);
  return safe.split('\n').every((line) => text.includes(line)) ? safe : REDACTED;
};

/** `raw` was read from what the step really printed. Of its finding or outcome nothing changes. */
export const shownResult = (raw: StepResult, { exec, shown }: { exec: ExecResult; shown: ExecResult }, redactor: Redactor): StepResult => {
  if (raw.kind === 'collected') return { ...raw, text: shown.stdout };
  const line = shownIn(shown.stdout, redactor);
  const reason = raw.reason === describeExec(exec) ? describeExec(shown) : redactor.text(raw.reason);
  const outputs = Object.fromEntries(Object.entries(raw.outputs).map(([name, value]) => [name, line(value)]));
  const told = { reason, notes: raw.notes.map(line), outputs };
  return raw.kind === 'probe' ? { ...raw, ...told, evidence: raw.evidence.map(line) } : { ...raw, ...told };
};

const inTexts = (value: unknown, change: (text: string) => string, keep: ReadonlySet<string>): unknown => {
  if (typeof value === 'string') return change(value);
  if (Array.isArray(value)) return value.map((inner) => inTexts(inner, change, keep));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, keep.has(key) ? inner : inTexts(inner, change, keep)]));
};

/** Words of the schema, names and commands: not text from a target. */
const NAMES = new Set([
  'type',
  'kind',
  'how',
  'component',
  'answer',
  'range',
  'example',
  'source',
  'step',
  'failed',
  'standing',
  'steps',
  'signal',
  'during',
  'resolution',
  'at',
  'arch',
]);

/** What other events than those of steps carry of the target's or the person's own text. */
export const shownEvent = (event: RunEvent, redactor: Redactor): RunEvent => {
  const change = (value: unknown) => inTexts(value, redactor.text, NAMES);
  switch (event.type) {
    case 'run.started':
      return { ...event, inputs: change(event.inputs) } as RunEvent;
    case 'environment.detected':
    case 'gate.decided':
    case 'undo.decided':
    case 'run.ended':
      return change(event) as RunEvent;
    default:
      return event;
  }
};
