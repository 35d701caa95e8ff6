/** One step: said before it begins, streamed while it runs, evaluated when it ends. */
import type { StepResult } from '../domain/event.ts';
import type { Step } from '../domain/step.ts';
import { chunkQueue } from './chunk-queue.ts';
import { evaluate } from './evaluate.ts';
import type { Part, RunState } from './request.ts';

type How = {
  attempt?: number;
  /** What the script may see, and where what it prints goes. */
  values?: Record<string, string>;
  /** What stops it, if anything: an undo is let finish. */
  interrupt?: AbortSignal | null;
};

/** A value that nobody printed stays unset, so that the strict bash stops at it. */
const variablesFor = (step: Step, values: Record<string, string>): Record<string, string> =>
  Object.fromEntries(step.uses.flatMap((name) => (values[name] === undefined ? [] : [[name, values[name]]])));

/** Runs the step and returns its result; its outputs are added to what later steps may see. */
export async function* runStep(state: RunState, step: Step, how: How = {}): Part<StepResult> {
  const { attempt = 1, values = state.values, interrupt = state.ports.interrupt } = how;
  yield { type: 'step.started', step: step.id, phase: step.phase, attempt };
  const queue = chunkQueue();
  const abandoned = new AbortController();
  const signal = interrupt === null ? abandoned.signal : AbortSignal.any([interrupt, abandoned.signal]);
  const request = { script: step.script, variables: variablesFor(step, values), timeoutMs: step.timeoutMs };
  const running = state.ports.exec(request, queue.push, signal).finally(queue.close);
  try {
    for await (const { stream, text } of queue.chunks()) yield { type: 'step.output', step: step.id, stream, text };
    const exec = await running;
    const result = evaluate(step, exec);
    if (result.kind !== 'collected') Object.assign(values, result.outputs);
    yield { type: 'step.ended', step: step.id, phase: step.phase, exec, result };
    return result;
  } finally {
    abandoned.abort();
  }
}
