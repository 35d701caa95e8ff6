/** How many labs this machine bears side by side, by what is free of it now. */
import { availableParallelism } from 'node:os';

/** Of one lab: bytes of memory, and processors that it keeps busy. */
export type Needs = { memory: number; processors: number };

export const MEGABYTE = 1024 ** 2;

/** Memory that can be had without swapping, limits of containers counted in. */
const thisMachine = (): Needs => ({ memory: process.availableMemory(), processors: availableParallelism() });

/** The most of each that any of them takes. */
export const hungriest = (all: readonly Needs[]): Needs => ({
  memory: Math.max(...all.map(({ memory }) => memory)),
  processors: Math.max(...all.map(({ processors }) => processors)),
});

/** One at least: whether it is enough for that one shows when it comes up. */
export const bearable = ({ memory, processors }: Needs, free: Needs = thisMachine()): number =>
  Math.max(1, Math.floor(Math.min(free.memory / memory, free.processors / processors)));
