/** The kinds of targets there are. One file and one line each. */
import type { Identity } from '../domain/identity.ts';
import type { Target } from '../domain/target.ts';
import type { LabPrefix, TargetAdapter } from './adapter.ts';
import type { Ask } from './identity.ts';
import { lab } from './lab.ts';
import { local } from './local.ts';

const adapters = { local, lab } satisfies { [K in Target['kind']]: TargetAdapter<Extract<Target, { kind: K }>> };

export const targetForms: string[] = Object.values(adapters).map(({ form }) => form);

/** Null when no kind of target is written like that. */
export const parseTarget = (text: string): Target | null => {
  for (const adapter of Object.values(adapters)) {
    const target = adapter.parse(text);
    if (target) return target;
  }
  return null;
};

export const prefixOf = (target: Target, labPrefix: LabPrefix): string[] =>
  target.kind === 'lab' ? adapters.lab.prefix(target, labPrefix) : adapters.local.prefix(target, labPrefix);

export const identityOf = (target: Target, ask: Ask): Promise<Identity> =>
  target.kind === 'lab' ? adapters.lab.identity(target, ask) : adapters.local.identity(target, ask);
