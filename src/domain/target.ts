/** Where steps run. `lab://` is one of the others, its command line prefixed: never a path of its own. */
import * as z from 'zod';

/** What has `exec` the way Docker has it. */
export const engines = ['docker', 'podman', 'nerdctl'] as const;

/** None of these can be taken for an option of the program they are handed to. */
const userSchema = z.string().regex(/^\w[\w.+-]*\$?$/);
const hostSchema = z.string().regex(/^[\w:][\w.:%-]*$/);
const nameSchema = z.string().regex(/^[A-Za-z0-9][\w.-]*$/);

export const targetSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('local') }),
  z.strictObject({ kind: z.literal('lab'), instance: z.string().regex(/^[a-z0-9][a-z0-9-]*$/) }),
  z.strictObject({
    kind: z.literal('ssh'),
    /** Null where ssh's own configuration decides. */
    user: userSchema.nullable(),
    /** A name, also one of ssh's configuration, or an address; IPv6 without brackets. */
    host: hostSchema,
    port: z.int().min(1).max(65_535).nullable(),
  }),
  z.strictObject({ kind: z.literal('container'), engine: z.enum(engines), name: nameSchema }),
  z.strictObject({ kind: z.literal('minikube'), profile: nameSchema }),
]);
export type Target = z.output<typeof targetSchema>;
export type TargetOf<K extends Target['kind']> = Extract<Target, { kind: K }>;

const sshName = ({ user, host, port }: TargetOf<'ssh'>): string => {
  const shown = host.includes(':') ? `[${host}]` : host;
  return `ssh://${user === null ? '' : `${user}@`}${shown}${port === null ? '' : `:${port}`}`;
};

/** As it is written on the command line; this machine in words. */
export const targetName = (target: Target): string => {
  switch (target.kind) {
    case 'local':
      return 'this machine';
    case 'lab':
      return `lab://${target.instance}`;
    case 'ssh':
      return sshName(target);
    case 'container':
      return `${target.engine}://${target.name}`;
    case 'minikube':
      return `minikube://${target.profile}`;
  }
};
