/** Where steps run. `lab://` is one of the others, its command line prefixed: never a path of its own. */
import * as z from 'zod';

export const targetSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('local') }),
  z.strictObject({ kind: z.literal('lab'), instance: z.string().regex(/^[a-z0-9][a-z0-9-]*$/) }),
]);
export type Target = z.output<typeof targetSchema>;

export const targetName = (target: Target): string => (target.kind === 'local' ? 'this machine' : `lab://${target.instance}`);
