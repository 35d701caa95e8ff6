/** Several findings as one. A single absent decides; without one, a single unknown leaves it open. */
import type { Finding } from '../domain/event.ts';

export const allOf = (findings: Finding[]): Finding => {
  if (findings.includes('absent')) return 'absent';
  return findings.includes('unknown') ? 'unknown' : 'present';
};
