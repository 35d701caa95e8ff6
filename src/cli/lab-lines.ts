/** What happens in a lab, a line each. */
import { formatDuration } from '../domain/duration.ts';
import type { LabEvent } from '../labs/lab-event.ts';
import type { Paint } from '../reporters/paint.ts';
import { plainText } from '../reporters/plain-text.ts';

const SECOND = 1000;

export const labLines =
  (paint: Paint) =>
  (event: LabEvent): string => {
    switch (event.type) {
      case 'lab.started':
        return `\n  ${paint('bold', event.slug)} ${paint('dim', `· ${event.environment} · level ${event.level} · ${event.cells.length === 1 ? event.cells[0] : `${event.cells.length} cells and mutations`}`)}\n\n`;
      case 'check.ended': {
        const { record } = event;
        const mark = record.outcome === 'passed' ? paint('green', '✓') : paint('red', '✗');
        const detail = record.outcome === 'failed' && record.detail !== '' ? `\n      ${plainText(record.detail)}` : '';
        return `  ${mark} ${paint('cyan', record.cell)} ${record.title} ${paint('dim', formatDuration(record.seconds * SECOND))}${detail}\n`;
      }
      case 'cell.started':
      case 'cell.up':
      case 'cell.kept':
      case 'check.started':
      case 'cell.ended':
      case 'lab.ended':
        return '';
    }
  };
