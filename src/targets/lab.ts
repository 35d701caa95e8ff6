/** The node of a lab: the local target, its command line prefixed by what leads into the lab. Never a path of its own. */
import { targetSchema } from '../domain/target.ts';
import type { Target } from '../domain/target.ts';
import type { TargetAdapter } from './adapter.ts';
import { local } from './local.ts';

type LabTarget = Extract<Target, { kind: 'lab' }>;

const SCHEME = 'lab://';

export const lab: TargetAdapter<LabTarget> = {
  kind: 'lab',
  form: 'lab://<instance>',
  parse: (text) => {
    if (!text.startsWith(SCHEME)) return null;
    const parsed = targetSchema.safeParse({ kind: 'lab', instance: text.slice(SCHEME.length) });
    return parsed.success ? (parsed.data as LabTarget) : null;
  },
  identity: async ({ instance }) => ({ kind: 'known', of: 'lab', id: instance }),
  prefix: ({ instance }, labPrefix) => [...labPrefix(instance), ...local.prefix({ kind: 'local' }, labPrefix)],
};
