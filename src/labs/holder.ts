/** Process 1 of a lab, by what it wrote of itself, and the end of all that lives with it. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fail } from '../domain/problem.ts';
import { inPidNamespace, killHard, pidNamespaceOf, startOf, withVariable } from './processes.ts';

/** In the environment of every process that a lab starts. */
export const TOKEN = 'KUBEMEND_LAB';
const ENDING_MS = 10_000;
const EVERY_MS = 5;

export const holderNamespace = (directory: string): string | null => {
  try {
    const [pid, start] = readFileSync(join(directory, 'holder'), 'utf8').trim().split(' ');
    return startOf(Number(pid)) === start ? pidNamespaceOf(Number(pid)) : null;
  } catch {
    return null;
  }
};

export type Living = {
  token: string;
  namespace: string | null;
  /** Processes that are known by something else than these two. */
  others?: () => number[];
  /** Done before each round of killing. */
  before?: () => void;
  withinMs?: number;
};

/**
 * Kills what lives in the lab, then what was started for it, until there is none: one that was just being made may show up late.
 * In this order process 1 is reaped by the process that waits for it, not by the machine's init.
 */
export const killAll = async ({ token, namespace, others = () => [], before = () => {}, withinMs = ENDING_MS }: Living): Promise<void> => {
  const inside = () => (namespace === null ? [] : inPidNamespace(namespace));
  const alive = () => [inside(), withVariable(TOKEN, token), others()].find((pids) => pids.length > 0) ?? [];
  const until = performance.now() + withinMs;
  for (let left = alive(); left.length > 0; left = alive()) {
    if (performance.now() > until)
      return fail('internal', `processes of the lab do not end: ${left.join(', ')}`, {
        state: 'The lab still stands in part; run it again.',
      });
    before();
    left.forEach(killHard);
    await setTimeout(EVERY_MS);
  }
};
