/** What happens in a run, as a stream. Reporters, the journal and proofs are all readers of it. */
import * as z from 'zod';
import { gateSchema } from './affects.ts';
import { bindingSchema } from './binding.ts';
import { clusterSchema } from './cluster.ts';
import { environmentSchema } from './environment.ts';
import { execResultSchema } from './exec.ts';
import { identitySchema } from './identity.ts';
import { planFileSchema } from './plan-file.ts';
import { planSchema } from './plan.ts';
import { phaseSchema, riskSchema } from './step.ts';
import { targetSchema } from './target.ts';
import { signalSchema, verdictSchema } from './verdict.ts';

export const findings = ['present', 'absent', 'unknown'] as const;
export const findingSchema = z.enum(findings);
export type Finding = z.output<typeof findingSchema>;

/** What a step came to. `outputs` are the declared values it printed. */
export const stepResultSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('probe'),
    finding: findingSchema,
    reason: z.string(),
    evidence: z.array(z.string()),
    notes: z.array(z.string()),
    outputs: z.record(z.string(), z.string()),
  }),
  z.strictObject({
    kind: z.literal('action'),
    /** `not-begun`: it could not be started; `running`: it could not be stopped. */
    outcome: z.enum(['done', 'failed', 'in-doubt', 'not-begun', 'running']),
    reason: z.string(),
    notes: z.array(z.string()),
    outputs: z.record(z.string(), z.string()),
  }),
  z.strictObject({ kind: z.literal('collected'), text: z.string() }),
]);
export type StepResult = z.output<typeof stepResultSchema>;

const of = <const T extends string, S extends z.core.$ZodLooseShape>(type: T, shape: S) =>
  z.strictObject({ type: z.literal(type), ...shape });

export const runEventSchema = z.discriminatedUnion('type', [
  of('run.started', {
    run: z.string(),
    at: z.string(),
    slug: z.string(),
    /** The directory of one's own articles that it is from. */
    catalogue: z.string().exactOptional(),
    digest: z.string(),
    mode: z.enum(['diagnose', 'plan', 'run', 'collect']),
    target: targetSchema,
    identity: identitySchema,
    cluster: clusterSchema.nullable(),
    /** The resolution that was chosen, and whether a gate that says no was overruled. */
    resolution: z.string(),
    force: z.boolean(),
    /** Versions that a person said are there, and the saved plan that is followed: where there are some. */
    assumed: environmentSchema.shape.components.exactOptional(),
    approved: planFileSchema.exactOptional(),
    inputs: z.record(z.string(), z.string()),
  }),
  /** A run that ended too early goes on, or is taken back: what follows belongs to the same run. */
  of('run.resumed', { run: z.string(), at: z.string(), how: z.enum(['resume', 'undo']) }),
  of('environment.detected', { environment: environmentSchema }),
  of('gate.decided', { gate: gateSchema, forced: z.boolean() }),
  of('phase.started', { phase: phaseSchema }),
  /** Written ahead: the step has not begun when this is seen. */
  of('step.started', { step: z.string(), phase: phaseSchema, attempt: z.int() }),
  of('step.output', { step: z.string(), stream: z.enum(['stdout', 'stderr']), text: z.string() }),
  of('step.ended', { step: z.string(), phase: phaseSchema, exec: execResultSchema, result: stepResultSchema }),
  of('diagnosis.made', { finding: findingSchema }),
  /** `bound`: what the plan was made from, as a saved plan tells it. */
  of('plan.made', { plan: planSchema, bound: bindingSchema }),
  /** `manual`: whether the person has done what a manual resolution says. */
  of('consent.asked', {
    what: z.enum(['plan', 'step', 'name', 'undo', 'take-back', 'manual']),
    risk: riskSchema,
    steps: z.array(z.string()),
  }),
  of('consent.answered', { answer: z.enum(['yes', 'no', 'unavailable']), by: z.enum(['person', 'flag']) }),
  of('verify.sampled', { healthy: z.boolean(), failing: z.string().nullable(), streak: z.int(), healthyForMs: z.number() }),
  /** `failed`: the step because of which it is undone, empty when a person wanted it. */
  of('undo.decided', { because: z.string(), failed: z.string(), steps: z.array(z.string()) }),
  of('run.interrupted', { signal: signalSchema, during: z.string().nullable() }),
  /** Whether a step happened that was at work when its run ended: its `done` probe was asked (`done`, `not-done`, `unknown`), or it may run `again`. */
  of('doubt.settled', { step: z.string(), as: z.enum(['done', 'not-done', 'again', 'unknown']), reason: z.string() }),
  of('run.ended', { verdict: verdictSchema, at: z.string(), changes: z.int() }),
]);
export type RunEvent = z.output<typeof runEventSchema>;
export type RunMode = Extract<RunEvent, { type: 'run.started' }>['mode'];

export const EVENTS_VERSION = 1;

/** What a program reads, line by line: first which version of the form this is. */
export const eventLineSchema = z.union([of('version', { version: z.literal(EVENTS_VERSION) }), runEventSchema]);
