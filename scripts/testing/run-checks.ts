import { execa } from 'execa';
import { none, sum, type Counts } from './counts.ts';
import type { Check } from './checks.ts';

type Say = (line: string) => unknown;

const indented = (text: string): string => text.replaceAll(/^(?=.)/gm, '    ');

const runCheck = async ({ name, run }: Check, say: Say): Promise<Counts> => {
  const result = await execa(run, { shell: true, preferLocal: true, all: true, reject: false, stdin: 'ignore' });
  const seconds = (result.durationMs / 1000).toFixed(1);
  say(`${result.failed ? 'FAILED' : 'ok'}  ${name}  ${seconds} s`);
  if (!result.failed) return { ...none, passed: 1 };
  say(indented(`$ ${run}\n${result.all}`));
  return { ...none, failed: 1 };
};

const inOrder = async (lane: readonly Check[], say: Say): Promise<Counts> => {
  const counts: Counts[] = [];
  for (const check of lane) counts.push(await runCheck(check, say));
  return sum(counts);
};

export const runChecks = async (checks: readonly Check[], say: Say = console.log): Promise<Counts> => {
  const lanes = [...Map.groupBy(checks, (check) => check.lane).values()];
  return sum(await Promise.all(lanes.map((lane) => inOrder(lane, say))));
};
