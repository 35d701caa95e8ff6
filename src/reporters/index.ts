/** The reporters there are. One file and one line each; a document also names what makes it. */
import { documentReporter } from './document.ts';
import type { RenderDocument } from './document.ts';
import { github } from './github.ts';
import { jsonDocument } from './json.ts';
import { jsonl } from './jsonl.ts';
import { junitDocument } from './junit.ts';
import { markdownDocument } from './markdown.ts';
import { pretty } from './pretty.ts';
import type { CreateReporter } from './reporter.ts';

/** Reports that are one document: also what a kept journal can be exported as. */
export const documents = { json: jsonDocument, junit: junitDocument, markdown: markdownDocument } satisfies Record<string, RenderDocument>;
export type DocumentName = keyof typeof documents;

export const reporters = {
  pretty,
  jsonl,
  json: documentReporter(documents.json),
  junit: documentReporter(documents.junit),
  markdown: documentReporter(documents.markdown),
  github,
} satisfies Record<string, CreateReporter>;
export type ReporterName = keyof typeof reporters;

export const isReporterName = (name: string): name is ReporterName => Object.hasOwn(reporters, name);
