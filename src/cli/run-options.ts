/** The options of diagnose, plan and run, checked at the border. */
import type { PlanFile } from '../domain/plan-file.ts';
import type { Runbook, Resolution } from '../domain/runbook.ts';
import { recommendedOf } from '../domain/runbook.ts';
import { fail } from '../domain/problem.ts';
import type { Risk } from '../domain/step.ts';
import type { CatalogueOptions } from './catalogue.ts';
import type { InputOptions } from './inputs.ts';
import type { ClusterOptions } from './whose-cluster.ts';
import type { OutputOptions } from './outputs.ts';

export type RunOptions = OutputOptions &
  InputOptions &
  CatalogueOptions &
  ClusterOptions & {
    /** Several, where it is given several times. */
    target?: string[];
    /** Ask for the password that sudo wants there. */
    askSudo?: boolean;
    /** How many targets at once. */
    parallel?: string;
    force?: boolean;
    assume?: string[];
    lang?: string;
    resolution?: string;
    /** `plan`: where the plan is written to. */
    out?: string;
    /** `run`: the saved plan to follow. */
    plan?: string;
    /** `run`: whose lock on the target is to be broken. */
    breakLock?: string;
    yes?: boolean;
    allow?: string;
  };

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
