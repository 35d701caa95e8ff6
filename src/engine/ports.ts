/** The four things the engine needs from outside. Everything it does to the world goes through them. */
import type { ExecResult } from '../domain/exec.ts';
import type { Risk } from '../domain/step.ts';

export type OutputChunk = { stream: 'stdout' | 'stderr'; text: string };

/** As the how-manieth step of its run. `outlives`: what it prints is kept as well, and it goes on to print when the runner is killed, which takes a little longer. */
export type Keep = { nth: number; outlives: boolean };

/**
 * One script for a strict bash of its own; `variables` become its environment. `kubeconfig: null`: it wants one, and whoever knows the cluster gives it.
 * `keep`: how it ends is kept on the target until it is known that it was written down here.
 */
export type ExecRequest = {
  script: string;
  variables: Record<string, string>;
  timeoutMs: number;
  kubeconfig?: string | null;
  keep?: Keep;
};

/** Runs a script on the target. Never rejects for what the script does: that is in the result. */
export type Exec = (request: ExecRequest, onOutput: (chunk: OutputChunk) => void, signal: AbortSignal) => Promise<ExecResult>;

export type Clock = { now(): Date; monotonicMs(): number; sleep(ms: number, signal: AbortSignal): Promise<void> };

/** `plan`: once for all reversible steps; `step`: for one disruptive step; `name`: by typing the name of the target; `undo`: after an interrupt; `take-back`: to undo a run later; `manual`: whether the person has done it. */
export type ConsentAsk = { what: 'plan' | 'step' | 'name' | 'undo' | 'take-back' | 'manual'; risk: Risk; steps: string[] };
export type ConsentAnswer = { answer: 'yes' | 'no' | 'unavailable'; by: 'person' | 'flag' };
export type Confirm = (ask: ConsentAsk) => Promise<ConsentAnswer>;

/** What earlier attempts at a run began on the target, and what of it still runs there. */
export type Leftovers = { kind: 'gone' } | { kind: 'left'; processes: string } | { kind: 'unreachable'; reason: string };

export type Ports = {
  exec: Exec;
  clock: Clock;
  confirm: Confirm;
  /** Aborted with the name of the signal as its reason when the person interrupts. */
  interrupt: AbortSignal;
};
