/** Who is at work on a target, as the lock on it tells everybody who comes. */
import * as z from 'zod';

/** Another version may have written it: what is not known here is passed over. */
export const lockOwnerSchema = z.object({
  run: z.string(),
  /** `user@host` of the runner. */
  who: z.string(),
  since: z.iso.datetime(),
  pid: z.int(),
  /** With `pid`, names a process for good; empty where the system does not tell. */
  start: z.string(),
  /** The boot and the pid namespace of the runner: elsewhere its pid says nothing. */
  place: z.string(),
});
export type LockOwner = z.output<typeof lockOwnerSchema>;

export const parseOwner = (text: string): LockOwner | null => {
  try {
    const parsed = lockOwnerSchema.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
};
