/** Several findings as one: one that could not tell leaves it open, one that says absent decides, and nothing looked at is nothing known. */
import type { Finding } from '../domain/event.ts';

export const allOf = (findings: Finding[]): Finding => {
  if (findings.length === 0 || findings.includes('unknown')) return 'unknown';
  return findings.includes('absent') ? 'absent' : 'present';
};
