/** The names that links, journals and proofs are made of. */
import * as z from 'zod';

/** `KM0001`: permanent, never used again for another article. */
export const articleIdSchema = z.string().regex(/^KM\d{4}$/, 'expected KM and four digits, such as KM0001');

/** The folder of an article. A slug is never a path. */
export const slugSchema = z.string().regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/, 'expected lower-case words joined by "-", such as microk8s-dnat');

/** A step's anchor, the same in every language. */
export const stepIdSchema = z
  .string()
  .regex(/^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/, 'expected lower-case words joined by "-", such as stale-dnat');

/** The name of an input or an output, as the scripts see it in their environment. */
export const variableSchema = z
  .string()
  .regex(/^[A-Z][A-Z0-9_]{0,63}$/, 'expected an environment variable in capitals, such as HOSTPORTS')
  .refine(
    (name) => !/^(PATH|HOME|IFS|ENV|BASH.*|LD_.*|LC_.*|LANG|SHELL|TMPDIR|PWD|OLDPWD|UID|EUID|RUNBOOK_.*)$/.test(name),
    'this name belongs to the shell or to the runner',
  );

export type ArticleId = z.output<typeof articleIdSchema>;
export type Slug = z.output<typeof slugSchema>;
export type StepId = z.output<typeof stepIdSchema>;
