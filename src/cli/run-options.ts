/** The options of diagnose, plan and run, checked at the border. */
import type { PlanFile } from '../domain/plan-file.ts';
import type { Runbook, Resolution } from '../domain/runbook.ts';
import { recommendedOf } from '../domain/runbook.ts';
import { fail } from '../domain/problem.ts';
import type { Risk } from '../domain/step.ts';
import { trustedPattern } from '../match/pattern.ts';
import type { OutputOptions } from './outputs.ts';

export type RunOptions = OutputOptions & {
  target?: string;
  input?: string[];
  force?: boolean;
  assume?: string[];
  lang?: string;
  resolution?: string;
  /** `plan`: where the plan is written to. */
  out?: string;
  /** `run`: the saved plan to follow. */
  plan?: string;
  yes?: boolean;
  allow?: string;
};

/** What one argument or environment variable may hold on every system. */
const LARGEST_INPUT = 100 * 1024;

export const allowedRisks = ({ yes, allow }: RunOptions): Risk[] => {
  const more = (allow ?? '').split(',').filter((word) => word !== '');
  const named = more.map(
    (word) =>
      (['reversible', 'disruptive', 'destructive'] as const).find((risk) => risk === word) ??
      fail('usage', `--allow ${word}: what can be allowed is reversible, disruptive, destructive.`),
  );
  return yes ? ['reversible', ...named] : named;
};

/** As asked for, as the saved plan has it, or the recommended one. A plan may name one that there no longer is: that is told with all else in it. */
export const resolutionFor = (runbook: Runbook, { resolution }: RunOptions, plan: PlanFile | null): Resolution => {
  const planned = runbook.resolutions.find(({ id }) => id === plan?.bound.resolution);
  if (resolution === undefined) return planned ?? recommendedOf(runbook);
  const known = runbook.resolutions.map(({ id }) => id).join(', ');
  return (
    runbook.resolutions.find(({ id }) => id === resolution) ??
    fail('unknown-resolution', `${runbook.slug} has no resolution ${resolution}.`, { hint: `It has: ${known}.` })
  );
};

const given = (pairs: string[]): Record<string, string> =>
  Object.fromEntries(
    pairs.map((pair) => {
      const at = pair.indexOf('=');
      return at > 0 ? [pair.slice(0, at), pair.slice(at + 1)] : fail('bad-input', `--input ${pair}: expected NAME=value.`);
    }),
  );

/** What the saved plan was made with, but for secrets, which are not in it. */
const plannedInputs = (runbook: Runbook, plan: PlanFile | null): Record<string, string> =>
  Object.fromEntries(
    runbook.inputs.flatMap(({ name }) => {
      const bound = plan?.bound.inputs[name];
      return bound?.kind === 'shown' ? [[name, bound.value]] : [];
    }),
  );

/** Values of the declared inputs: given, those of the saved plan, or their defaults; each within its pattern and size. */
export const inputsFor = (runbook: Runbook, { input = [] }: RunOptions, plan: PlanFile | null): Record<string, string> => {
  const values = { ...plannedInputs(runbook, plan), ...given(input) };
  const unknown = Object.keys(values).find((name) => !runbook.inputs.some((one) => one.name === name));
  if (unknown !== undefined)
    fail('bad-input', `${runbook.slug} asks for no input ${unknown}.`, {
      hint: `It asks for: ${runbook.inputs.map(({ name }) => name).join(', ') || 'nothing'}.`,
    });
  return Object.fromEntries(runbook.inputs.map((one) => [one.name, checked(one, values[one.name] ?? one.default)]));
};

const checked = ({ name, pattern, title }: Runbook['inputs'][number], value: string | undefined): string => {
  if (value === undefined) return fail('bad-input', `${name} is needed: ${title}.`, { hint: `Give it with --input ${name}=…` });
  if (Buffer.byteLength(value) > LARGEST_INPUT) return fail('bad-input', `${name} is larger than 100 KiB.`);
  if (pattern !== undefined && trustedPattern(pattern).lines(value).length === 0)
    return fail('bad-input', `${name} does not look right: expected ${pattern}.`);
  return value;
};
