import { expect, test } from 'vitest';
import { durationSchema, formatDuration } from '../../src/domain/duration.ts';

test('a duration is written as people write it, and never with sixty seconds', () => {
  expect([20, 1500, 59_960, 90_000, 119_700, 120_000].map(formatDuration)).toEqual([
    '20 ms',
    '1.5 s',
    '1 min',
    '1 min 30 s',
    '2 min',
    '2 min',
  ]);
});

test('it is read as it is written in an article', () => {
  expect(['500ms', '20s', '2m'].map((text) => durationSchema.parse(text))).toEqual([500, 20_000, 120_000]);
});
