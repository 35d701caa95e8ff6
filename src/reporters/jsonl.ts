/** Every event as a line of JSON, after a first line that says which version of the form this is. */
import { EVENTS_VERSION } from '../domain/event.ts';
import { plainJson } from './plain-text.ts';
import type { CreateReporter } from './reporter.ts';

export const jsonl: CreateReporter = () => (event) => {
  const head =
    event.type === 'run.started' || event.type === 'run.resumed' ? `${JSON.stringify({ type: 'version', version: EVENTS_VERSION })}\n` : '';
  return `${head}${plainJson(JSON.stringify(event))}\n`;
};
