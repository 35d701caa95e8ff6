/** Measuring on a machine that does other things too: sides take turns, and the least that each ever took counts. */
import { spawnSync } from 'node:child_process';

export type Side = { argv: string[]; env?: NodeJS.ProcessEnv; cwd?: string };
export type Figure = { what: string; measured: string; goal: string; met: boolean };

/** Another run at work on this machine, which is no failure: it is waited for. */
const LOCKED = 9;
const PATIENCE = 200;
const PAUSE_MS = 300;

const pause = (): void => void Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, PAUSE_MS);

const tried = ({ argv: [file = '', ...args], env, cwd }: Side) => {
  const began = performance.now();
  const { status, stderr, error } = spawnSync(file, args, {
    stdio: ['ignore', 'ignore', 'pipe'],
    encoding: 'utf8',
    ...(env && { env }),
    ...(cwd && { cwd }),
  });
  return { took: performance.now() - began, status, why: error?.message ?? stderr };
};

/** Milliseconds from start to end; what fails must not pass for fast. */
export const once = (side: Side): number => {
  for (let attempt = 0; ; attempt += 1) {
    const { took, status, why } = tried(side);
    if (status === 0) return took;
    if (status !== LOCKED || attempt >= PATIENCE) throw new Error(`${side.argv.join(' ')} ended with ${status}: ${why}`);
    pause();
  }
};

/** The least of `rounds` for each side, in turns. */
export const leastOf = <Name extends string>(sides: Record<Name, Side>, rounds: number): Record<Name, number> => {
  const names = Object.keys(sides) as Name[];
  const least = Object.fromEntries(names.map((name) => [name, Number.POSITIVE_INFINITY])) as Record<Name, number>;
  for (let round = 0; round < rounds; round += 1) for (const name of names) least[name] = Math.min(least[name], once(sides[name]));
  return least;
};

export const ms = (value: number): string => `${value.toFixed(value < 10 ? 1 : 0)} ms`;

/** `it` beside `other`; the goal is the largest ratio. */
export const ratioFigure = (what: string, { it, other, named }: { it: number; other: number; named: string }, goal: number): Figure => ({
  what,
  measured: `${ms(it)} · ${named}: ${ms(other)} · ratio ${(it / other).toFixed(it / other < 0.1 ? 3 : 2)}`,
  goal: `≤ ${goal < 0.1 ? `1/${Math.round(1 / goal)}` : goal < 1 ? '1/3' : goal}`,
  met: it / other <= goal,
});
