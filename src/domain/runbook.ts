/** The machine side of an article, as extracted into `runbooks/<slug>/runbook.json`. */
import * as z from 'zod';
import { affectsSchema } from './affects.ts';
import type { costSchema } from './article.ts';
import { distroSchema, inputSchema, signatureSchema, translationSchema, upstreamSchema, withdrawnSchema } from './article.ts';
import { articleIdSchema, slugSchema, stepIdSchema } from './ids.ts';
import { isAction, isProbe, phases, risks, stepSchema } from './step.ts';
import type { Action, Phase, Probe, Risk, Step, UndoStep } from './step.ts';

const stored = z.strictObject({
  withinMs: z.int().positive(),
  everyMs: z.int().positive(),
  stableMs: z.int().positive(),
  samples: z.int().min(2),
});
export type VerifyTimes = z.output<typeof stored>;

export const runbookResolutionSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('steps'), id: stepIdSchema, recommended: z.boolean(), steps: z.array(stepIdSchema).min(1) }),
  z.strictObject({ kind: z.literal('manual'), id: stepIdSchema, recommended: z.boolean() }),
]);
export type Resolution = z.output<typeof runbookResolutionSchema>;

/** The words of one language: what a person reads about the steps and resolutions. Outside the digest. */
export const textSchema = z.strictObject({
  ...translationSchema.shape,
  body: z.string().describe('The prose as Markdown, steps as {{step id}}.'),
});
export type RunbookText = z.output<typeof textSchema>;

export const runbookSchema = z.strictObject({
  schema: z.literal(1),
  id: articleIdSchema,
  slug: slugSchema,
  /** Why is among the words. Outside the digest: what was proven of it was proven. */
  withdrawn: withdrawnSchema.omit({ reason: true }).optional(),
  distro: distroSchema,
  affects: z.array(affectsSchema),
  inputs: z.array(inputSchema),
  steps: z.array(stepSchema),
  resolutions: z.array(runbookResolutionSchema),
  verify: stored,
  signatures: z.array(signatureSchema),
  upstream: z.array(upstreamSchema),
  text: z.strictObject({ en: textSchema, 'zh-cn': textSchema.nullable() }),
});
export type Runbook = z.output<typeof runbookSchema>;
export type Cost = z.output<typeof costSchema>;

export const stepsOf = (runbook: Runbook, phase: Phase): Step[] => runbook.steps.filter((step) => step.phase === phase);
export const probesOf = (runbook: Runbook, phase: Probe['phase']): Probe[] =>
  runbook.steps.filter(isProbe).filter((step) => step.phase === phase);
export const stepById = (runbook: Runbook, id: string): Step | undefined => runbook.steps.find((step) => step.id === id);
export const recommendedOf = (runbook: Runbook): Resolution => runbook.resolutions.find((one) => one.recommended) as Resolution;

/** The actions of a resolution, in order. A manual resolution has none. */
export const actionsOf = (runbook: Runbook, resolution: Resolution): Action[] => {
  if (resolution.kind === 'manual') return [];
  return resolution.steps
    .map((id) => stepById(runbook, id))
    .filter((step) => step !== undefined)
    .filter(isAction);
};

/** What a canary makes, in the words of a language. */
export const createdBy = (text: RunbookText, { id, canary }: Probe): string => text.canaries?.[id] ?? canary?.creates ?? '';

/** Why an action cannot be taken back, in the words of a language. Empty where it can. */
export const noUndoOf = (text: RunbookText, { id, undo }: Action): string =>
  undo.kind === 'none' ? (text.noUndo?.[id] ?? undo.reason) : '';

/** A verify probe that makes something in order to look, and what takes it away. */
export type Canary = { probe: Probe & { canary: NonNullable<Probe['canary']> }; remove: UndoStep };

/** What decides after a resolution whether all is healthy: the checks for every one, and its own. */
export const checksOf = (runbook: Runbook, { id }: Pick<Resolution, 'id'>): Probe[] =>
  probesOf(runbook, 'verify').filter(({ only }) => only === undefined || only.includes(id));

/** Of all checks, or of some. */
export const canariesOf = (runbook: Runbook, checks = probesOf(runbook, 'verify')): Canary[] =>
  checks.flatMap((probe) => {
    const { canary } = probe;
    const remove = canary === undefined ? undefined : stepById(runbook, canary.remove);
    return canary !== undefined && remove?.kind === 'undo' ? [{ probe: { ...probe, canary }, remove }] : [];
  });

/** The highest risk among steps; `read-only` when nothing changes. */
export const riskOf = (steps: Step[]): Risk => {
  const ranks = steps.filter(isAction).map((step) => risks.indexOf(step.risk));
  return risks[Math.max(0, ...ranks)] ?? 'read-only';
};

export const needsRoot = (steps: Step[]): boolean => steps.some((step) => step.needs.some((need) => need.kind === 'root'));

/** In the order a run goes through them. */
export const inPhaseOrder = (steps: Step[]): Step[] => steps.toSorted((a, b) => phases.indexOf(a.phase) - phases.indexOf(b.phase));

/** The words of a runbook in a language; English where there is no translation. */
export const textOf = (runbook: Runbook, language: keyof Runbook['text']): RunbookText => runbook.text[language] ?? runbook.text.en;
