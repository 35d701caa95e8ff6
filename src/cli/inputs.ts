/** The values a runbook asks for: from the command line, a file, a saved plan, the person, or their defaults; each checked. */
import { readFileSync } from 'node:fs';
import type { Input } from '../domain/article.ts';
import { fail } from '../domain/problem.ts';
import type { PlanFile } from '../domain/plan-file.ts';
import { textOf } from '../domain/runbook.ts';
import type { Runbook } from '../domain/runbook.ts';
import { trustedPattern } from '../match/pattern.ts';
import type { Io } from './io.ts';
import { promptAtTerminal } from './prompt.ts';

export type InputOptions = { input?: string[]; inputFile?: string };
type Values = Record<string, string>;
type Asked = { runbook: Runbook; options: InputOptions; plan: PlanFile | null; io: Pick<Io, 'interactive' | 'language'> };

/** What one environment variable may hold on every system. */
const LARGEST_INPUT = 100 * 1024;

const inCommandLine = (pairs: string[]): Values =>
  Object.fromEntries(
    pairs.map((pair) => {
      const at = pair.indexOf('=');
      return at > 0 ? [pair.slice(0, at), pair.slice(at + 1)] : fail('bad-input', `--input ${pair}: expected NAME=value.`);
    }),
  );

const FORM = { hint: 'It holds one value a line, as YAML or JSON: NAME: value' };

/** Scalars are taken as they are written: `080` is three characters. */
const inFile = async (file: string): Promise<Values> => {
  const { parse } = await import('yaml');
  const read = (): unknown => {
    try {
      return parse(readFileSync(file, 'utf8'), { schema: 'failsafe', maxAliasCount: 0 });
    } catch (error) {
      return fail('bad-input', `--input-file ${file}: ${error instanceof Error ? error.message.split('\n')[0] : String(error)}`, FORM);
    }
  };
  const values = read() ?? {};
  if (typeof values !== 'object' || Array.isArray(values))
    return fail('bad-input', `--input-file ${file} holds no names and values.`, FORM);
  const wrong = Object.entries(values).find(([, value]) => typeof value !== 'string');
  return wrong === undefined ? (values as Values) : fail('bad-input', `--input-file ${file}: ${wrong[0]} is not one value.`, FORM);
};

/** What the saved plan was made with, but for secrets, which are not in it. */
const inPlan = (runbook: Runbook, plan: PlanFile | null): Values =>
  Object.fromEntries(
    runbook.inputs.flatMap(({ name }) => {
      const bound = plan?.bound.inputs[name];
      return bound?.kind === 'shown' ? [[name, bound.value]] : [];
    }),
  );

const checkNames = (runbook: Runbook, values: Values): void => {
  const unknown = Object.keys(values).find((name) => !runbook.inputs.some((one) => one.name === name));
  if (unknown !== undefined)
    fail('bad-input', `${runbook.slug} asks for no input ${unknown}.`, {
      hint: `It asks for: ${runbook.inputs.map(({ name }) => name).join(', ') || 'nothing'}.`,
    });
};

/** Every user of the machine can read a command line while it runs, and the shell keeps it afterwards. */
const refuseSecrets = (runbook: Runbook, values: Values): void => {
  const secret = runbook.inputs.find(({ name, secret: is }) => is && Object.hasOwn(values, name));
  if (secret)
    fail('bad-input', `${secret.name} is a secret, and others can read the command line.`, {
      hint: `Leave it out to be asked for it, or give a file: --input-file FILE, with ${secret.name}: … in it. If it was a real one, take it out of your shell's history.`,
    });
};

const QUESTION = { en: 'not shown while you type', 'zh-cn': '输入时不显示' };

const asked = async ({ name, secret, title: english }: Input, { runbook, io }: Asked): Promise<string | undefined> => {
  if (!io.interactive) return undefined;
  const title = textOf(runbook, io.language).inputs[name] ?? english;
  const aside = secret ? ` (${QUESTION[io.language]})` : '';
  return (await promptAtTerminal(`  ${title} — ${name}${aside}: `, { hidden: secret })) ?? undefined;
};

const howToGive = ({ name, secret }: Input): string =>
  secret
    ? `Give it in a file: --input-file FILE, with ${name}: … in it; at a terminal you are asked for it.`
    : `Give it with --input ${name}=…`;

const matchesWhole = (pattern: string, value: string): boolean => {
  const { lines } = trustedPattern(pattern);
  return value.split('\n').every((line) => lines(line).length > 0);
};

const checked = (input: Input, value: string | undefined): string => {
  const { name, pattern, title } = input;
  if (value === undefined) return fail('bad-input', `${name} is needed: ${title}.`, { hint: howToGive(input) });
  if (Buffer.byteLength(value) > LARGEST_INPUT)
    return fail('bad-input', `${name} is larger than 100 KiB.`, {
      hint: 'Put what is large into a file on the target, and give its path.',
    });
  if (value.includes('\0')) return fail('bad-input', `${name} has a NUL character in it, which no environment variable can hold.`);
  if (pattern !== undefined && !matchesWhole(pattern, value))
    return fail('bad-input', `${name} does not look right: expected every line of it to match ${pattern}.`, { hint: howToGive(input) });
  return value;
};

/** By name. Throws a Problem about the first value that cannot be used. */
export const inputsFor = async (about: Asked): Promise<Values> => {
  const { runbook, options, plan } = about;
  const typed = inCommandLine(options.input ?? []);
  const filed = options.inputFile === undefined ? {} : await inFile(options.inputFile);
  checkNames(runbook, { ...filed, ...typed });
  refuseSecrets(runbook, typed);
  const given = { ...inPlan(runbook, plan), ...filed, ...typed };
  const values: Values = {};
  for (const input of runbook.inputs)
    values[input.name] = checked(input, given[input.name] ?? input.default ?? (await asked(input, about)));
  return values;
};
