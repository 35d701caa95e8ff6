/** What one run is asked to do, and what it knows while it goes on. */
import type { BindingSoFar, Diagnosed } from '../domain/binding.ts';
import type { Cluster } from '../domain/cluster.ts';
import type { Environment } from '../domain/environment.ts';
import type { ExecResult } from '../domain/exec.ts';
import type { RunEvent, RunMode } from '../domain/event.ts';
import type { Identity } from '../domain/identity.ts';
import type { Resolution, Runbook } from '../domain/runbook.ts';
import type { PlanFile } from '../domain/plan-file.ts';
import type { Planned } from '../domain/plan.ts';
import type { Target } from '../domain/target.ts';
import type { Verdict } from '../domain/verdict.ts';
import type { Redactor } from '../redact/redactor.ts';
import type { Left } from './canary.ts';
import type { BegunAction, History } from './history.ts';
import type { Leftovers, Ports } from './ports.ts';

export type RunRequest = {
  run: string;
  mode: RunMode;
  runbook: Runbook;
  digest: string;
  /** The directory of one's own articles that it is from. */
  catalogue?: string;
  target: Target;
  /** Which machine or container the target is. */
  identity: Identity;
  /** That the steps speak to which say so; null when none does. */
  cluster: Cluster | null;
  resolution: Resolution;
  /** Checked values of the declared inputs. */
  inputs: Record<string, string>;
  /** What else nobody must see who sees what happens: the password for sudo. */
  secrets?: string[];
  /** Go on although the gate says that the article does not apply. */
  force: boolean;
  /** The saved plan that is to be followed, if any. */
  approved: PlanFile | null;
  /** Versions that a person says are there: nobody looks for these. */
  assumed: Environment['components'];
};

/** Earlier attempts at the same run, as its journal tells of them, and why it goes on. */
export type Earlier = {
  how: 'resume' | 'undo';
  history: History;
  /** Looks on the target, and waits a while: nothing goes on before what was begun has ended. */
  leftovers: () => Promise<Leftovers>;
  /** How a step ended, by its number in the run, as its target kept it; null where it did not. Asked when nothing is left at work. */
  kept: (nth: number) => Promise<ExecResult | null>;
};

/** An action of the plan that has begun, and how it stands. */
export type Begun = Planned & Omit<BegunAction, 'step'>;

export type RunState = {
  request: RunRequest;
  ports: Ports;
  redactor: Redactor;
  /** Inputs, and outputs of the steps so far: what scripts may see. */
  values: Record<string, string>;
  /** Actions that have begun, in order. */
  begun: Begun[];
  /** Canaries that were not removed. */
  left: Left[];
  /** Actions and undo steps that were executed. */
  changes: number;
  /** Steps of any kind that were announced. */
  steps: number;
  /** What the run stands on, known when it is first asked for. */
  bound: BindingSoFar | null;
  /** What the last diagnosis came to. */
  diagnosed: Diagnosed | null;
  /** What an earlier attempt at this run has left. */
  history: History;
};

/** A part of a run: yields what happens, returns what it comes to. */
export type Part<T> = AsyncGenerator<RunEvent, T, void>;

/** A phase that goes on returns null; one that ends the run returns its verdict. */
export type PhasePart = Part<Verdict | null>;
