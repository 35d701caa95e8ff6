import { slugSchema } from '../domain/ids.ts';

/** Whether a folder, or a word of a user, can be the name of an article at all. Never true of a path. */
export const isSlug = (text: string): boolean => slugSchema.safeParse(text).success;
