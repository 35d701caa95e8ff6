/** This machine. */
import type { TargetOf } from '../domain/target.ts';
import type { TargetAdapter } from './adapter.ts';
import { machineIdentity } from './identity.ts';
import { directWay } from './way.ts';

export const local: TargetAdapter<TargetOf<'local'>> = {
  kind: 'local',
  form: 'local',
  parse: (text) => (text === 'local' ? { kind: 'local' } : null),
  open: (_, here) => directWay(() => [], here, machineIdentity),
};
