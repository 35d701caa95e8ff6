/** One run of a runbook on a lab: the engine and the target path of a user's run, watched for changes by what only reads. */
import { randomUUID } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { runbookDigest } from '../domain/digest.ts';
import type { RunEvent, RunMode } from '../domain/event.ts';
import { fail } from '../domain/problem.ts';
import { canariesOf, recommendedOf } from '../domain/runbook.ts';
import type { Runbook } from '../domain/runbook.ts';
import { readingPhases } from '../domain/step.ts';
import type { Phase } from '../domain/step.ts';
import type { Verdict } from '../domain/verdict.ts';
import type { Clock, Confirm, Ports } from '../engine/ports.ts';
import { runRunbook } from '../engine/run-runbook.ts';
import { targetExec } from '../targets/target-exec.ts';
import { firstDifference } from './difference.ts';
import type { LabHandle } from './environment.ts';
import type { Said } from './said.ts';
import { labPrefix } from './state.ts';

export type ByHand = () => Promise<Said>;

export type PlayRequest = {
  runbook: Runbook;
  mode: RunMode;
  resolution?: string | undefined;
  /** Looks although the gate says that the versions are not affected. */
  force?: boolean;
  /** What the person does when the run says that it is theirs to do. */
  byHand?: ByHand;
  signal: AbortSignal;
};

export type Played = {
  verdict: Verdict;
  events: RunEvent[];
  changes: number;
  /** Steps that only read, and after which the node was not as before: with the first line that differs. */
  touched: { step: string; difference: string }[];
};

const clock: Clock = {
  now: () => new Date(),
  monotonicMs: () => performance.now(),
  sleep: (ms, signal) =>
    setTimeout(ms, undefined, { signal }).then(
      () => {},
      () => {},
    ),
};

/** The lab as a target. */
export const placeOf = ({ instance }: LabHandle) =>
  ({ target: { kind: 'lab', instance }, identity: { kind: 'known', of: 'lab', id: instance } }) as const;

const requestFor = async (lab: LabHandle, { runbook, mode, resolution, force = false }: PlayRequest) => {
  const way = resolution === undefined ? recommendedOf(runbook) : runbook.resolutions.find((one) => one.id === resolution);
  if (!way) return fail('unknown-resolution', `${runbook.slug} has no resolution ${resolution}`);
  const inputs = Object.fromEntries(runbook.inputs.map((input) => [input.name, input.default ?? '']));
  return {
    run: randomUUID(),
    mode,
    runbook,
    digest: await runbookDigest(runbook),
    ...placeOf(lab),
    resolution: way,
    inputs,
    force,
    approved: null,
    cluster: null,
    assumed: {},
  };
};

/** Yes to everything; what is for a person to do is done before it is said to be. */
const confirming =
  (byHand: ByHand | undefined): Confirm =>
  async ({ what }) => {
    if (what !== 'manual') return { answer: 'yes', by: 'flag' };
    const said =
      byHand === undefined ? fail('invalid-content', 'the lab does not say what a person does for this resolution') : await byHand();
    return said.ok ? { answer: 'yes', by: 'person' } : fail('lab-cannot-run', `what a person does could not be done: ${said.detail}`);
  };

export const portsFor = (lab: LabHandle, { signal, byHand }: Pick<PlayRequest, 'signal' | 'byHand'>): Ports => ({
  exec: targetExec(labPrefix(lab.instance), process.env),
  clock,
  confirm: confirming(byHand),
  interrupt: signal,
});

/** The steps that only read: those of the reading phases, but for canaries. */
const readingSteps = (runbook: Runbook): ((event: { step: string; phase: Phase }) => boolean) => {
  const canaries = canariesOf(runbook).map(({ probe }) => probe.id);
  return ({ step, phase }) => (readingPhases as readonly Phase[]).includes(phase) && !canaries.includes(step);
};

/** The engine waits while an event is looked at, so what is seen here is the node before and after each step. */
const watcher = (lab: LabHandle, runbook: Runbook) => {
  const reads = readingSteps(runbook);
  const touched: Played['touched'] = [];
  let before: string | null = null;
  const compare = async (step: string) => {
    const now = await lab.snapshot();
    if (before !== null && before !== now) touched.push({ step, difference: firstDifference(before, now) });
    before = now;
  };
  const see = async (event: RunEvent): Promise<void> => {
    if (event.type === 'run.started') before = await lab.snapshot();
    if (event.type === 'environment.detected') await compare('the detection of versions');
    if (event.type === 'step.started' && !reads(event)) before = null;
    if (event.type === 'step.started' && reads(event) && event.attempt === 1) before ??= await lab.snapshot();
    if (event.type === 'step.ended' && reads(event) && before !== null) await compare(event.step);
    if (event.type === 'verify.sampled' || event.type === 'consent.answered') before = null;
  };
  return { touched, see };
};

export const play = async (lab: LabHandle, request: PlayRequest): Promise<Played> => {
  const run = runRunbook(await requestFor(lab, request), portsFor(lab, request));
  const { touched, see } = watcher(lab, request.runbook);
  const events: RunEvent[] = [];
  for (let next = await run.next(); ; next = await run.next()) {
    if (next.done) return { verdict: next.value, events, touched, changes: changesIn(events) };
    events.push(next.value);
    await see(next.value);
  }
};

const changesIn = (events: RunEvent[]): number => events.findLast((event) => event.type === 'run.ended')?.changes ?? -1;
