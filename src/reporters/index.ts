/** The reporters there are. One file and one line each. */
import { json } from './json.ts';
import { jsonl } from './jsonl.ts';
import { pretty } from './pretty.ts';
import type { CreateReporter } from './reporter.ts';

export const reporters = { pretty, json, jsonl } satisfies Record<string, CreateReporter>;
export type ReporterName = keyof typeof reporters;
