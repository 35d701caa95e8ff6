/** Durations as people write them (`500ms`, `20s`, `2m`), kept in milliseconds. */
import * as z from 'zod';

const UNITS: Record<string, number> = { ms: 1, s: 1000, m: 60_000 };

const toMilliseconds = (text: string): number => {
  const [, amount = '', unit = ''] = /^(\d+(?:\.\d+)?)(ms|s|m)$/.exec(text) ?? [];
  return Math.round(Number(amount) * (UNITS[unit] ?? Number.NaN));
};

export const durationSchema = z
  .string()
  .regex(/^\d+(\.\d+)?(ms|s|m)$/, 'expected a duration such as 500ms, 20s or 2m')
  .transform(toMilliseconds);

/** 1500 → `1.5 s`, 90 000 → `1 min 30 s`. */
export const formatDuration = (milliseconds: number): string => {
  if (milliseconds < 1000) return `${Math.round(milliseconds)} ms`;
  const seconds = Number((milliseconds / 1000).toFixed(1));
  if (seconds < 60) return `${seconds} s`;
  const whole = Math.round(seconds);
  const minutes = Math.floor(whole / 60);
  const rest = whole % 60;
  return rest === 0 ? `${minutes} min` : `${minutes} min ${rest} s`;
};
