/** What is said while labs are proven: a line a cell, more where something failed. */
import type { LabEvent } from '../../src/labs/lab-event.ts';

export const lineFor = (event: LabEvent): string | null => {
  if (event.type === 'cell.kept') return `✓ ${event.cell} (kept from the run of ${event.startedAt})`;
  if (event.type === 'cell.ended') return `${event.outcome === 'passed' ? '✓' : '✗'} ${event.cell} (${event.seconds} s)`;
  if (event.type !== 'check.ended') return null;
  const { cell, id, title, detail, outcome } = event.record;
  if (outcome === 'failed') return `✗ ${cell}/${id}: ${title}\n    ${detail.replaceAll('\n', '\n    ')}`;
  return id === 'up' && detail.startsWith('at the second') ? `! ${cell}: it stands ${detail.replaceAll('\n', '\n    ')}` : null;
};

/** Of what was interrupted there is nothing to tell. */
export const reportTo =
  (signal: AbortSignal, say: (line: string) => void) =>
  (event: LabEvent): void => {
    const line = signal.aborted ? null : lineFor(event);
    if (line !== null) say(line);
  };
