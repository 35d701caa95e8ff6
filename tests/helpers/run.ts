/** Runs a runbook with the real bash on this machine and keeps all events. */
import type { RunEvent } from '../../src/domain/event.ts';
import { recommendedOf } from '../../src/domain/runbook.ts';
import type { Runbook } from '../../src/domain/runbook.ts';
import type { Verdict } from '../../src/domain/verdict.ts';
import type { Clock, ConsentAnswer, Ports } from '../../src/engine/ports.ts';
import type { RunRequest } from '../../src/engine/request.ts';
import { runRunbook } from '../../src/engine/run-runbook.ts';
import { systemClock } from '../../src/cli/clock.ts';
import { targetExec } from '../../src/targets/target-exec.ts';

export type Ran = { verdict: Verdict; events: RunEvent[]; steps: string[] };

const YES: ConsentAnswer = { answer: 'yes', by: 'flag' };

export const requestFor = (runbook: Runbook, more: Partial<RunRequest> = {}): RunRequest => ({
  run: 'test',
  mode: 'run',
  runbook,
  digest: '7e57',
  target: { kind: 'local' },
  identity: { kind: 'known', of: 'machine-id', id: 'this-one' },
  resolution: recommendedOf(runbook),
  inputs: {},
  force: false,
  approved: null,
  cluster: null,
  assumed: {},
  ...more,
});

/** Time passes only while somebody waits for it. */
export const quickClock = (): Clock => {
  let ms = 0;
  return {
    now: () => new Date(Date.UTC(2026, 0, 1) + ms),
    monotonicMs: () => ms,
    sleep: async (time) => void (ms += time),
  };
};

export const portsFor = (more: Partial<Ports> = {}): Ports => ({
  exec: targetExec([], process.env),
  clock: systemClock,
  confirm: async () => YES,
  interrupt: new AbortController().signal,
  ...more,
});

/** `steps` are the steps in the order in which they began, each once a run of samples. */
export const runIt = async (runbook: Runbook, request: Partial<RunRequest> = {}, ports: Partial<Ports> = {}): Promise<Ran> => {
  const events: RunEvent[] = [];
  const running = runRunbook(requestFor(runbook, request), portsFor(ports));
  for (;;) {
    const next = await running.next();
    if (next.done) return { verdict: next.value, events, steps: begun(events) };
    events.push(next.value);
  }
};

const begun = (events: RunEvent[]): string[] =>
  events
    .filter((event) => event.type === 'step.started' && event.attempt === 1)
    .map((event) => (event.type === 'step.started' ? event.step : ''));
