/** The steps chosen for one target before anything changes. */
import * as z from 'zod';
import { acting, canonicalJson } from './digest.ts';
import { actionsOf, canariesOf, checksOf, riskOf, stepById } from './runbook.ts';
import type { Resolution, Runbook } from './runbook.ts';
import { actionSchema, probeSchema, riskSchema, undoStepSchema } from './step.ts';
import type { Action } from './step.ts';

export const plannedSchema = z.strictObject({ action: actionSchema, undo: undoStepSchema.nullable() });

/** What the verify makes for as long as it looks. */
export const plannedCanarySchema = z.strictObject({ probe: probeSchema, remove: undoStepSchema });

export const planSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('steps'),
    resolution: z.string(),
    risk: riskSchema,
    actions: z.array(plannedSchema).min(1),
    canaries: z.array(plannedCanarySchema),
    others: z.array(z.string()),
  }),
  z.strictObject({
    kind: z.literal('manual'),
    resolution: z.string(),
    canaries: z.array(plannedCanarySchema),
    others: z.array(z.string()),
  }),
]);
export type Plan = z.output<typeof planSchema>;
export type Planned = z.output<typeof plannedSchema>;

const withUndo = (runbook: Runbook, action: Action): Planned => {
  const undo = action.undo.kind === 'step' ? stepById(runbook, action.undo.step) : undefined;
  return { action, undo: undo?.kind === 'undo' ? undo : null };
};

/** What a resolution would do. Never falls through to another one. */
export const makePlan = (runbook: Runbook, resolution: Resolution): Plan => {
  const others = runbook.resolutions.filter((one) => one.id !== resolution.id).map((one) => one.id);
  const canaries = canariesOf(runbook, checksOf(runbook, resolution));
  if (resolution.kind === 'manual') return { kind: 'manual', resolution: resolution.id, canaries, others };
  const actions = actionsOf(runbook, resolution);
  return {
    kind: 'steps',
    resolution: resolution.id,
    risk: riskOf(actions),
    actions: actions.map((action) => withUndo(runbook, action)),
    canaries,
    others,
  };
};

/** Without the words: what of a plan acts. */
const changesOf = (plan: Plan): unknown => {
  const canaries = plan.canaries.map(({ probe, remove }) => [acting(probe), acting(remove)]);
  if (plan.kind === 'manual') return [plan.resolution, canaries];
  return [plan.actions.map(({ action, undo }) => [acting(action), undo === null ? null : acting(undo)]), canaries];
};

export const sameChanges = (one: Plan, other: Plan): boolean => canonicalJson(changesOf(one)) === canonicalJson(changesOf(other));
