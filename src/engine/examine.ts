/** All diagnoses that apply to a target, at the same time. Reads only. */
import { gate } from '../domain/affects.ts';
import type { Gate } from '../domain/affects.ts';
import type { Examination } from '../domain/checkup.ts';
import type { RunEvent } from '../domain/event.ts';
import { actionsOf, recommendedOf, riskOf } from '../domain/runbook.ts';
import type { Runbook } from '../domain/runbook.ts';
import type { Risk } from '../domain/step.ts';
import type { Verdict } from '../domain/verdict.ts';
import { detecting } from './detect.ts';
import type { Found, Look } from './detect.ts';
import type { Ports } from './ports.ts';
import type { Part, RunRequest } from './request.ts';
import { runRunbook } from './run-runbook.ts';

/** So many diagnoses run at once: sshd takes ten sessions on a connection, and a small node has to bear it. */
export const DIAGNOSES_AT_ONCE = 8;

export type Examining = {
  ports: Ports;
  /** What all of them have in common. */
  request: Pick<RunRequest, 'run' | 'target' | 'identity' | 'force' | 'assumed'>;
  /** Lets no more than so many work at once. */
  limit: <T>(work: () => Promise<T>) => Promise<T>;
  digestOf: (runbook: Runbook) => Promise<string>;
};

type About = Pick<Examination, 'slug' | 'id' | 'gate' | 'risk'>;

/** A person's work interrupts at least that person. */
const riskToMend = (runbook: Runbook): Risk => {
  const way = recommendedOf(runbook);
  return way.kind === 'manual' ? 'disruptive' : riskOf(actionsOf(runbook, way));
};

const evidenceIn = (events: RunEvent[]): string[] =>
  events.flatMap((event) =>
    event.type === 'step.ended' && event.phase === 'diagnose' && event.result.kind === 'probe' ? event.result.evidence : [],
  );

const pull = async (run: Part<Verdict>): Promise<{ verdict: Verdict; events: RunEvent[] }> => {
  const events: RunEvent[] = [];
  for (;;) {
    const next = await run.next();
    if (next.done) return { verdict: next.value, events };
    if (next.value.type === 'step.ended') events.push(next.value);
  }
};

type Told<E = Examination> = E extends Examination ? Omit<E, 'slug' | 'id' | 'gate' | 'risk' | 'ms'> : never;

const told = (verdict: Verdict, events: RunEvent[]): Told => {
  if (verdict.kind === 'fault-present') return { kind: 'present', evidence: evidenceIn(events) };
  if (verdict.kind === 'healthy') return { kind: 'absent' };
  const step = verdict.kind === 'undetermined' ? verdict.step : null;
  return { kind: 'untold', step, reason: 'reason' in verdict ? verdict.reason : verdict.kind };
};

const defaultsOf = ({ inputs }: Runbook): Record<string, string> =>
  Object.fromEntries(inputs.flatMap((input) => (input.default === undefined ? [] : [[input.name, input.default]])));

const diagnosed = async (runbook: Runbook, known: Found, { ports, request, limit, digestOf }: Examining): Promise<Told> => {
  const whole: RunRequest = {
    ...request,
    mode: 'diagnose',
    runbook,
    digest: await digestOf(runbook),
    resolution: recommendedOf(runbook),
    inputs: defaultsOf(runbook),
    approved: null,
    // which of several clusters is meant nobody said: a step that speaks to one cannot tell here
    cluster: null,
    assumed: known,
  };
  const { verdict, events } = await limit(() => pull(runRunbook(whole, ports)));
  return told(verdict, events);
};

const missingInputs = (runbook: Runbook): string[] => runbook.inputs.filter((input) => input.default === undefined).map(({ name }) => name);

const tell = async (runbook: Runbook, { known, decided }: { known: Found; decided: Gate }, examining: Examining): Promise<Told> => {
  if (decided.answer === 'no' && !examining.request.force) return { kind: 'not-applicable' };
  const missing = missingInputs(runbook);
  return missing.length > 0 ? { kind: 'needs-input', inputs: missing } : diagnosed(runbook, known, examining);
};

const examineOne = async (runbook: Runbook, look: Look, examining: Examining): Promise<Examination> => {
  const { clock } = examining.ports;
  const began = clock.monotonicMs();
  const { components } = await look(runbook.affects.map(({ component }) => component));
  const decided = gate(runbook.affects, { components });
  const about: About = { slug: runbook.slug, id: runbook.id, gate: decided, risk: riskToMend(runbook) };
  const result = await tell(runbook, { known: components, decided }, examining);
  return { ...about, ...result, ms: clock.monotonicMs() - began };
};

/** Every component is asked for once, and an article waits for its own alone. An examination is told as soon as it is over. */
export const examine = (runbooks: Runbook[], examining: Examining): { look: Look; examinations: Promise<Examination>[] } => {
  const names = runbooks.flatMap(({ affects }) => affects.map(({ component }) => component));
  const look = detecting(names, examining.ports, examining.request.assumed);
  return { look: async () => look(names), examinations: runbooks.map((runbook) => examineOne(runbook, look, examining)) };
};
