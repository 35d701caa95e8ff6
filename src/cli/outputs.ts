/** `--output <format>[=<file>]`, checked at the border: which reports are wanted, and where each goes. */
import { resolve } from 'node:path';
import { fail } from '../domain/problem.ts';
import { isReporterName, reporters } from '../reporters/index.ts';
import type { ReporterName } from '../reporters/index.ts';

export type OutputOptions = { output?: string[]; json?: boolean; jsonl?: boolean };
export type FileOutput = { format: ReporterName; file: string };
/** `printed` goes to stdout: exactly one does. */
export type Outputs = { printed: ReporterName; files: FileOutput[] };

const FORMATS = Object.keys(reporters).join(', ');

const formatOf = (name: string, asked: string): ReporterName =>
  isReporterName(name)
    ? name
    : fail('usage', `--output ${asked}: there is no format ${name}.`, {
        hint: `The formats are ${FORMATS}; =<file> after one writes it there.`,
      });

const parse = (asked: string): { format: ReporterName; file: string | null } => {
  const at = asked.indexOf('=');
  if (at < 0) return { format: formatOf(asked, asked), file: null };
  const file = asked.slice(at + 1);
  return {
    format: formatOf(asked.slice(0, at), asked),
    file: file === '' ? fail('usage', `--output ${asked}: the file is missing.`) : file,
  };
};

const repeated = (values: string[]): string | undefined => values.find((value, at) => values.indexOf(value) < at);

/** Without a word about stdout a person reads it. */
export const outputsFor = ({ output = [], json, jsonl }: OutputOptions, cwd: string): Outputs => {
  const asked = output.map(parse);
  const files = asked.flatMap(({ format, file }) => (file === null ? [] : [{ format, file: resolve(cwd, file) }]));
  const printed = [...asked.flatMap(({ format, file }) => (file === null ? [format] : [])), ...(json ? (['json'] as const) : [])];
  if (jsonl) printed.push('jsonl');
  if (printed.length > 1)
    fail('usage', `Only one report can be printed, not ${printed.join(' and ')}.`, {
      hint: 'Give the others a file: --output json=report.json.',
    });
  const twice = repeated(files.map(({ file }) => file));
  if (twice !== undefined) fail('usage', `Two reports cannot go into one file: ${twice}.`);
  return { printed: printed[0] ?? 'pretty', files };
};
