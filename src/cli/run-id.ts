import { randomBytes } from 'node:crypto';

/** `20261121-142103-a1b2c3`: sorts by time, and two at once do not meet. */
export const runId = (at: Date): string =>
  `${at.toISOString().slice(0, 19).replaceAll(/[-:]/g, '').replace('T', '-')}-${randomBytes(3).toString('hex')}`;
