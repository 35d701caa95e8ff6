/**
 * A step is one script in one phase. A probe only reads and prints what it found; an action changes something
 * and says how to undo it. These are the shapes of `runbook.json`; durations are milliseconds.
 */
import * as z from 'zod';
import { stepIdSchema, variableSchema } from './ids.ts';

export const phases = ['precheck', 'diagnose', 'fix', 'verify', 'undo', 'collect'] as const;
export const phaseSchema = z.enum(phases);
export type Phase = z.output<typeof phaseSchema>;

/** The phases whose scripts must only read. */
export const readingPhases = ['precheck', 'diagnose', 'verify', 'collect'] as const satisfies Phase[];

export const risks = ['read-only', 'reversible', 'disruptive', 'destructive'] as const;
export const riskSchema = z.enum(risks);
export type Risk = z.output<typeof riskSchema>;

/** `/…/` is RE2, tried line by line; anything else is a literal looked for in each line. */
export const patternSchema = z.string().min(1);

/** One thing a step needs: `root`, or a tool on PATH (`any` of several). */
export const needSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('root') }),
  z.strictObject({ kind: z.literal('tool'), any: z.array(z.string().regex(/^[\w.+-]+$/)).min(1) }),
]);
export type Need = z.output<typeof needSchema>;

const stepBase = {
  id: stepIdSchema,
  title: z.string().min(1),
  script: z.string().min(1),
  timeoutMs: z.int().positive(),
  needs: z.array(needSchema),
  /** Inputs, or outputs of earlier steps, that the script reads from its environment. */
  uses: z.array(variableSchema),
  /** Output name → pattern with one group; the captures of all matching lines of stdout, joined by newlines. */
  outputs: z.record(variableSchema, patternSchema),
  /** Lines of stdout that a person should see even when all is well. */
  note: patternSchema.nullable(),
  /** It speaks to an API server: by a kubeconfig of its own, with one context. */
  cluster: z.literal(true).optional(),
  /** The first line of the script in the English article. */
  line: z.int().positive(),
};

/** What a verify probe makes for as long as it looks, and the undo step that takes it away again, whatever happens. */
export const canarySchema = z.strictObject({ creates: z.string().min(1), remove: stepIdSchema });

export const probeSchema = z.strictObject({
  ...stepBase,
  kind: z.literal('probe'),
  phase: z.enum(['precheck', 'diagnose', 'verify']),
  present: patternSchema,
  absent: patternSchema.nullable(),
  canary: canarySchema.optional(),
  /** The resolutions after which it is asked; all where it names none. Only in verify. */
  only: z.array(stepIdSchema).min(1).optional(),
});

export const collectSchema = z.strictObject({ ...stepBase, kind: z.literal('collect'), phase: z.literal('collect') });

/** How to take an action back: by an undo step, or not at all and why. */
export const undoSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('step'), step: stepIdSchema }),
  z.strictObject({ kind: z.literal('none'), reason: z.string().min(1) }),
]);

/** Why a killed run may run the action again: it is safe to repeat, or a probe tells whether it has happened. */
export const againSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('repeatable') }),
  z.strictObject({ kind: z.literal('done-when'), probe: stepIdSchema }),
]);

export const actionSchema = z.strictObject({
  ...stepBase,
  kind: z.literal('action'),
  phase: z.literal('fix'),
  risk: riskSchema.exclude(['read-only']),
  undo: undoSchema,
  again: againSchema,
});

export const undoStepSchema = z.strictObject({
  ...stepBase,
  kind: z.literal('undo'),
  phase: z.literal('undo'),
  /** Running it again does no harm: one that was killed may be. */
  repeatable: z.literal(true).exactOptional(),
});

export const stepSchema = z.discriminatedUnion('kind', [probeSchema, collectSchema, actionSchema, undoStepSchema]);
export type Probe = z.output<typeof probeSchema>;
export type Collect = z.output<typeof collectSchema>;
export type Action = z.output<typeof actionSchema>;
export type UndoStep = z.output<typeof undoStepSchema>;
export type Step = z.output<typeof stepSchema>;

export const isProbe = (step: Step): step is Probe => step.kind === 'probe';
export const isAction = (step: Step): step is Action => step.kind === 'action';

export const describeNeed = (need: Need): string => (need.kind === 'root' ? 'root' : need.any.join(' or '));
