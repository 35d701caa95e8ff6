/** One step: said before it begins, streamed while it runs, evaluated when it ends. */
import type { RunEvent, StepResult } from '../domain/event.ts';
import type { ExecResult } from '../domain/exec.ts';
import type { Action, Step, UndoStep } from '../domain/step.ts';
import type { Redactor } from '../redact/redactor.ts';
import { chunkQueue } from './chunk-queue.ts';
import type { ChunkQueue } from './chunk-queue.ts';
import { evaluate } from './evaluate.ts';
import type { ExecRequest, OutputChunk } from './ports.ts';
import type { Part, RunState } from './request.ts';
import { shownExec, shownResult } from './shown.ts';

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

export const execRequestFor = (step: Step, values: Record<string, string>): ExecRequest => {
  const { script, timeoutMs, cluster } = step;
  return { script, timeoutMs, variables: variablesFor(step, values), ...(cluster ? { kubeconfig: null } : {}) };
};

/** Secrets are taken out before anything may be dropped, so that half of one is never left. */
const redactedInto = (queue: ChunkQueue, redactor: Redactor) => {
  const streams = { stdout: redactor.stream(), stderr: redactor.stream() };
  const give = (stream: OutputChunk['stream'], text: string) => text === '' || queue.push({ stream, text });
  return {
    push: ({ stream, text }: OutputChunk) => void give(stream, streams[stream].push(text)),
    close: () => {
      for (const stream of ['stdout', 'stderr'] as const) give(stream, streams[stream].end());
      queue.close();
    },
  };
};

/** Half of it would be worse than all of it, or another step needs what it prints. */
const outlives = (step: Action | UndoStep): boolean =>
  Object.keys(step.outputs).length > 0 || !(step.kind === 'undo' ? step.repeatable : step.again.kind === 'repeatable');

/** That it is known how a change ended must not depend on this process. */
const kept = (step: Step, nth: number): Pick<ExecRequest, 'keep'> =>
  step.kind === 'action' || step.kind === 'undo' ? { keep: { nth, outlives: outlives(step) } } : {};

type Came = { result: StepResult; raw: StepResult; event: Extract<RunEvent, { type: 'step.ended' }> };

/** What came of a step, as the scripts get it (`raw`) and as everybody else does. */
export const cameOf = (step: Step, exec: ExecResult, redactor: Redactor): Came => {
  const raw = evaluate(step, exec);
  const shown = shownExec(exec, redactor);
  const result = shownResult(raw, { exec, shown }, redactor);
  return { result, raw, event: { type: 'step.ended', step: step.id, phase: step.phase, exec: shown, result } };
};

/** Runs the step and returns its result; its outputs are added to what later steps may see, as they were printed. */
export async function* runStep(state: RunState, step: Step, how: How = {}): Part<StepResult> {
  const { attempt = 1, values = state.values, interrupt = state.ports.interrupt } = how;
  state.steps += 1;
  yield { type: 'step.started', step: step.id, phase: step.phase, attempt };
  const queue = chunkQueue();
  const abandoned = new AbortController();
  const signal = interrupt === null ? abandoned.signal : AbortSignal.any([interrupt, abandoned.signal]);
  const request = { ...execRequestFor(step, values), ...kept(step, state.steps) };
  const output = redactedInto(queue, state.redactor);
  let over = false;
  const running = state.ports.exec(request, output.push, signal).finally(() => {
    over = true;
    output.close();
  });
  try {
    for await (const { stream, text } of queue.chunks()) yield { type: 'step.output', step: step.id, stream, text };
    const { raw, event, result } = cameOf(step, await running, state.redactor);
    if (raw.kind !== 'collected') Object.assign(values, raw.outputs);
    yield event;
    return result;
  } finally {
    if (!over) abandoned.abort();
  }
}
