/** What a lab lacks on this machine: what its cells ask of the environment, and its own needs. */
import { accessSync } from 'node:fs';
import { settingsOf } from './definition.ts';
import type { Cell, Lab } from './definition.ts';
import type { Missing } from './environment.ts';
import { environmentOf } from './environments/index.ts';

const exists = (path: string): boolean => {
  try {
    accessSync(path);
    return true;
  } catch {
    return false;
  }
};

/** Once each: cells mostly lack the same. */
const distinct = (missing: Missing[]): Missing[] => [...new Map(missing.map((one) => [one.what, one])).values()];

/** `cells`: those that are to run. */
export const missingFor = async (lab: Lab, cells: readonly Cell[] = lab.cells): Promise<Missing[]> => {
  const own = Object.entries(lab.needs)
    .filter(([path]) => !exists(path))
    .map(([what, how]) => ({ what, how }));
  const environment = environmentOf(lab.environment);
  const asked = await Promise.all(cells.map((cell) => environment.missing(settingsOf(lab, cell))));
  return [...distinct(asked.flat()), ...own];
};

export const describeMissing = (missing: Missing[]): string => missing.map(({ what, how }) => `${what} (${how})`).join('; ');
