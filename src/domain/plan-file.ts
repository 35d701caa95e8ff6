/** A plan on disk, to be read, approved, and run later by `run --plan`: published as a JSON Schema. */
import * as z from 'zod';
import { bindingSchema } from './binding.ts';
import { planSchema } from './plan.ts';
import { targetSchema } from './target.ts';

export const PLAN_SCHEMA = 1;

export const planFileSchema = z.strictObject({
  kind: z.literal('kubemend-plan'),
  schema: z.literal(PLAN_SCHEMA),
  at: z.iso.datetime().describe('When it was made.'),
  target: targetSchema.describe('As it was written; `bound.target` tells which machine or container that was.'),
  plan: planSchema.describe('What would be done, verbatim, for whoever approves it. What is run is the runbook of the same digest.'),
  bound: bindingSchema.describe('What it was made from. When one of these is another, `run --plan` refuses.'),
});
export type PlanFile = z.output<typeof planFileSchema>;
