/** The node of a lab: the local target, its command line prefixed by what leads into the lab. Never a path of its own. */
import type { TargetOf } from '../domain/target.ts';
import type { TargetAdapter } from './adapter.ts';
import { afterScheme } from './scheme.ts';
import { directWay } from './way.ts';

export const lab: TargetAdapter<TargetOf<'lab'>> = {
  kind: 'lab',
  form: 'lab://<instance>',
  parse: (text) => afterScheme('lab', text, (instance) => ({ kind: 'lab', instance })),
  open: ({ instance }, { env, labPrefix, sudoPassword = null }) =>
    directWay(
      () => labPrefix(instance),
      { env, sudoPassword },
      async () => ({ kind: 'known', of: 'lab', id: instance }),
    ),
};
