/** Targets that are written as `<scheme>://<rest>`. */
import { targetSchema } from '../domain/target.ts';
import type { Target } from '../domain/target.ts';

/** Null when it is written otherwise, or what comes of the rest is no target. */
export const afterScheme = <T extends Target>(scheme: string, text: string, make: (rest: string) => T | null): T | null => {
  if (!text.startsWith(`${scheme}://`)) return null;
  const parsed = targetSchema.safeParse(make(text.slice(scheme.length + 3)));
  return parsed.success ? (parsed.data as T) : null;
};
