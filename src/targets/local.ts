/** This machine. */
import type { Target } from '../domain/target.ts';
import type { TargetAdapter } from './adapter.ts';
import { machineIdentity } from './identity.ts';

export const local: TargetAdapter<Extract<Target, { kind: 'local' }>> = {
  kind: 'local',
  form: 'local',
  parse: (text) => (text === 'local' ? { kind: 'local' } : null),
  prefix: () => [],
  identity: (_, ask) => machineIdentity(ask),
};
