/** One JSON document when the run has ended: what was found, what was done, how it ended. */
import type { RunEvent } from '../domain/event.ts';
import { exitCodeOf } from '../domain/verdict.ts';
import { plainJson } from './plain-text.ts';
import type { CreateReporter } from './reporter.ts';

type Event<T extends RunEvent['type']> = Extract<RunEvent, { type: T }>;

const first = <T extends RunEvent['type']>(events: RunEvent[], type: T): Event<T> | undefined =>
  events.find((event): event is Event<T> => event.type === type);

const stepOf = ({ step, phase, exec, result }: Event<'step.ended'>) => ({ step, phase, ms: Math.round(exec.ms), result });

export const json: CreateReporter = () => {
  const events: RunEvent[] = [];
  return (event) => {
    if (event.type !== 'step.output') events.push(event);
    if (event.type !== 'run.ended') return '';
    const start = first(events, 'run.started');
    const document = {
      version: 1,
      run: start?.run,
      slug: start?.slug,
      digest: start?.digest,
      target: start?.target,
      environment: first(events, 'environment.detected')?.environment ?? null,
      gate: first(events, 'gate.decided')?.gate ?? null,
      diagnosis: first(events, 'diagnosis.made')?.finding ?? null,
      plan: first(events, 'plan.made')?.plan ?? null,
      steps: events.filter((one) => one.type === 'step.ended').map(stepOf),
      verdict: event.verdict,
      changes: event.changes,
      exitCode: exitCodeOf(event.verdict),
    };
    return `${plainJson(JSON.stringify(document, null, 2))}\n`;
  };
};
