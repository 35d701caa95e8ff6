/** What a lab lacks on this machine: its environment's needs, and its own. */
import { accessSync } from 'node:fs';
import type { Lab } from './definition.ts';
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

export const missingFor = async (lab: Lab): Promise<Missing[]> => {
  const own = Object.entries(lab.needs)
    .filter(([path]) => !exists(path))
    .map(([what, how]) => ({ what, how }));
  return [...(await environmentOf(lab.environment).missing(lab.settings)), ...own];
};

export const describeMissing = (missing: Missing[]): string => missing.map(({ what, how }) => `${what} (${how})`).join('; ');
