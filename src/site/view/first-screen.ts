/** The first screen of an article: is this you, what mends it, what it changes, what may be lost, how to undo. */
import type { Runbook, RunbookText } from '../../domain/runbook.ts';
import { actionsOf, probesOf, recommendedOf, riskOf } from '../../domain/runbook.ts';
import type { Action, Probe, Risk } from '../../domain/step.ts';

export type FirstScreen = {
  confirm: Probe | undefined;
  actions: Action[];
  risk: Risk;
  resolution: string;
  manual: string | undefined;
  others: string[];
};

export const firstScreenOf = (runbook: Runbook, text: RunbookText): FirstScreen => {
  const resolution = recommendedOf(runbook);
  const actions = actionsOf(runbook, resolution);
  return {
    confirm: probesOf(runbook, 'diagnose')[0],
    actions,
    risk: riskOf(actions),
    resolution: resolution.id,
    manual: resolution.kind === 'manual' ? text.resolutions[resolution.id]?.instruction : undefined,
    others: runbook.resolutions.filter((one) => one.id !== resolution.id).map((one) => one.id),
  };
};
