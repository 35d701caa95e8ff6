/** The components of a target and their versions, all asked for at once. Reads only. */
import { component, isComponentName } from '../domain/components/index.ts';
import type { ComponentName } from '../domain/components/index.ts';
import type { Detection, Environment } from '../domain/environment.ts';
import type { ExecResult } from '../domain/exec.ts';
import { learn } from '../domain/learn.ts';
import type { Answers } from '../domain/learn.ts';
import { redactorFor } from '../redact/redactor.ts';
import { ask } from './ask.ts';
import type { Asking } from './ask.ts';

export type Found = Environment['components'];
/** What is there of these components. */
export type Look = (names: readonly ComponentName[]) => Promise<Environment>;

const withinOf = (name: ComponentName): ComponentName[] => (component(name).within ?? []).filter(isComponentName);

const scriptsOf = (name: ComponentName): string[] => {
  const { sources, traces } = component(name);
  return [...sources, ...(traces === null ? [] : [traces])].map(({ command }) => command);
};

const answersOf = (name: ComponentName, results: ExecResult[]): Answers => {
  const { length } = component(name).sources;
  return { sources: results.slice(0, length), traces: results[length] ?? null };
};

const redactor = redactorFor([]);

/** What a tool says when it fails may hold anything. */
const shown = (found: Detection): Detection => (found.kind === 'unknown' ? { ...found, reason: redactor.text(found.reason) } : found);

const unique = <T>(all: readonly T[]): T[] => [...new Set(all)];

/** Begins to ask for these, and answers for any of them as soon as it can be told. What is assumed is not asked. */
export const detecting = (names: readonly ComponentName[], ports: Asking, assumed: Found = {}): Look => {
  const asked = unique(names.flatMap((name) => [name, ...withinOf(name)])).filter((name) => assumed[name] === undefined);
  const scripts = unique(asked.flatMap(scriptsOf));
  const results = ask(scripts, ports);
  const resultsOf = (name: ComponentName) =>
    Promise.all(scriptsOf(name).map((script) => results[scripts.indexOf(script)] as Promise<ExecResult>));

  const detectionOf = async (name: ComponentName): Promise<Detection> => {
    const known = assumed[name];
    if (known !== undefined) return known;
    const within = await Promise.all(withinOf(name).map(async (part) => [part, await detectionOf(part)] as const));
    return shown(learn(name, answersOf(name, await resultsOf(name)), Object.fromEntries(within)));
  };
  const entryOf = async (name: ComponentName) => [name, await detectionOf(name)] as const;
  return async (wanted) => ({ components: Object.fromEntries(await Promise.all(unique(wanted).map(entryOf))) });
};

export const detect = (names: readonly ComponentName[], ports: Asking, assumed: Found = {}): Promise<Environment> =>
  detecting(names, ports, assumed)(names);
