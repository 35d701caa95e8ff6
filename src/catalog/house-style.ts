/** How our prose is written: `content/style.yaml` and `content/glossary.yaml`, as one list of what it must not say. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'yaml';
import * as z from 'zod';
import { languages } from '../domain/language.ts';
import { fail } from '../domain/problem.ts';
import { compilePattern } from '../match/pattern.ts';
import type { Pattern } from '../match/pattern.ts';

const pattern = z.string().transform((text, context): Pattern => {
  const compiled = compilePattern(text);
  if (compiled.kind === 'ok') return compiled;
  context.addIssue(`${text}: ${compiled.why}`);
  return z.NEVER;
});

const styleSchema = z.strictObject({
  rules: z.array(z.strictObject({ language: z.enum([...languages, 'all']), pattern, say: z.string().min(1) })),
});

const term = z.union([
  z.string().transform((is) => ({ is, not: [] })),
  z.strictObject({ is: z.string(), not: z.array(z.string()).min(1) }),
]);
const glossarySchema = z.record(z.string(), term);

/** Words of a language that are not to be written, and what to write instead. */
export type StyleRule = z.output<typeof styleSchema>['rules'][number];
export type Glossary = z.output<typeof glossarySchema>;

/** A rendering that the glossary refuses, wherever it stands. */
const rulesOf = (glossary: Glossary): StyleRule[] =>
  Object.values(glossary).flatMap(({ is, not }) =>
    not.map((other) => ({ language: 'zh-cn' as const, pattern: pattern.parse(other), say: is })),
  );

const read = async <T>(schema: z.ZodType<T>, file: string, none: T): Promise<T> => {
  const text = await readFile(file, 'utf8').catch(() => null);
  if (text === null) return none;
  const parsed = schema.safeParse(parse(text));
  return parsed.success ? parsed.data : fail('invalid-content', `${file} is not understood:\n${z.prettifyError(parsed.error)}`);
};

export const loadGlossary = (root: string): Promise<Glossary> => read(glossarySchema, join(root, 'content/glossary.yaml'), {});

/** A checkout without the two files has no rules. */
export const loadStyle = async (root: string): Promise<StyleRule[]> => {
  const { rules } = await read(styleSchema, join(root, 'content/style.yaml'), { rules: [] });
  return [...rules, ...rulesOf(await loadGlossary(root))];
};
