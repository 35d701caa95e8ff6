/** Which machine or container a target is, however it is written: what locks, plans and journals are bound to. */
import * as z from 'zod';

export const identitySchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('known'),
    of: z.enum(['machine-id', 'ssh-host-key', 'container-id', 'lab']),
    id: z.string().min(1),
  }),
  z.strictObject({ kind: z.literal('unknown'), reason: z.string() }),
]);
export type Identity = z.output<typeof identitySchema>;

/** What is unknown is the same as nothing, not even as itself. */
export const sameIdentity = (one: Identity, other: Identity): boolean =>
  one.kind === 'known' && other.kind === 'known' && one.of === other.of && one.id === other.id;

export const describeIdentity = (identity: Identity): string =>
  identity.kind === 'known' ? `${identity.of} ${identity.id}` : `not known (${identity.reason})`;
