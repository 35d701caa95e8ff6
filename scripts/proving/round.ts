/** `--all` takes hours: when it is begun again within a day, what it has proven since its beginning is not proven again. */
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { canonicalJson } from '../../src/domain/digest.ts';
import { proveState, writeWhole } from './kept-cells.ts';
import type { Wanted } from './wanted.ts';

const DAY_MS = 86_400_000;
const roundSchema = z.strictObject({ startedAt: z.string(), wanted: z.string() });

const file = (): string => join(proveState(), 'round.json');

export type Round = { startedAt: string; continued: boolean };

const unfinished = (wanted: string, now: Date): string | null => {
  if (!existsSync(file())) return null;
  const round = roundSchema.safeParse(JSON.parse(readFileSync(file(), 'utf8')));
  if (!round.success || round.data.wanted !== wanted) return null;
  return now.getTime() - Date.parse(round.data.startedAt) < DAY_MS ? round.data.startedAt : null;
};

export const beginRound = (about: Wanted, now = new Date()): Round => {
  const wanted = canonicalJson(about);
  const before = unfinished(wanted, now);
  if (before !== null) return { startedAt: before, continued: true };
  const startedAt = now.toISOString();
  mkdirSync(proveState(), { recursive: true });
  writeWhole(file(), { startedAt, wanted });
  return { startedAt, continued: false };
};

export const endRound = (): void => rmSync(file(), { force: true });
