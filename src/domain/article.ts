/** The frontmatter of an article: all data in English, prose only in a translation. */
import * as z from 'zod';
import { affectsSchema } from './affects.ts';
import { durationSchema } from './duration.ts';
import { articleIdSchema, slugSchema, stepIdSchema, variableSchema } from './ids.ts';
import { patternSchema } from './step.ts';

export const distros = ['k3s', 'k3d', 'kind', 'microk8s', 'minikube', 'kubeadm'] as const;
export const distroSchema = z.enum(distros);
export type Distro = z.output<typeof distroSchema>;

const text = z.string().trim().min(1);
const title = text.max(90).describe('The symptom in the words of the person who has it.');

/** `owner/repo#123`. */
export const upstreamRefSchema = z.string().regex(/^[\w.-]+\/[\w.-]+#\d+$/, 'expected owner/repo#number, such as canonical/microk8s#4944');

export const upstreamSchema = z.strictObject({
  ref: upstreamRefSchema,
  relation: z.enum(['cause', 'fix', 'duplicate', 'discussion']),
  title: text,
});
export type Upstream = z.output<typeof upstreamSchema>;

/** Where a sign is seen. */
export const signaturePlaces = [
  'cli',
  'kubelet',
  'events',
  'node',
  'containerd',
  'service',
  'registry',
  'iptables',
  'diagnosis',
  'other',
] as const;

/** A pattern over logs with the lines that it must and must not match. */
export const signatureSchema = z.strictObject({
  id: stepIdSchema,
  pattern: patternSchema,
  where: z.enum(signaturePlaces),
  specificity: z.enum(['exact', 'strong', 'weak']),
  matches: z.array(text).min(1),
  rejects: z.array(text).min(1),
});
export type Signature = z.output<typeof signatureSchema>;

/** A build track with the dates between which its builds have the fault; what is not known is written `unknown`. */
export const buildTrackSchema = z.strictObject({ track: text, from: text, flushAdded: text, complete: text });

export const inputSchema = z.strictObject({
  name: variableSchema,
  title: text,
  pattern: patternSchema.optional(),
  default: z.string().optional(),
  secret: z.boolean().default(false),
});
export type Input = z.output<typeof inputSchema>;

/** What a way to fix costs, in the reader's words. */
export const costSchema = z.strictObject({
  downtime: text,
  loses: text,
  survives: z.strictObject({ reboot: text, upgrade: text }),
});

export const resolutionSchema = z
  .strictObject({
    id: stepIdSchema,
    title: text,
    recommended: z.boolean().default(false),
    manual: z.boolean().default(false).describe('A person does it; the runner only says how and verifies.'),
    steps: z.array(stepIdSchema).default([]),
    instruction: text.optional(),
    cost: costSchema,
  })
  .refine((resolution) => resolution.manual === (resolution.steps.length === 0), {
    message: 'a resolution has steps, or is manual',
    path: ['steps'],
  })
  .refine((resolution) => resolution.manual === (resolution.instruction !== undefined), {
    message: 'a manual resolution, and only that, has an instruction',
    path: ['instruction'],
  });

/** An article that nobody should follow any more: it is shown, its links hold, and its runbook is refused. */
export const withdrawnSchema = z.strictObject({
  since: z.iso.date().describe('The day, as 2026-11-01.'),
  reason: text.describe('Why it should not be followed any more, in a sentence or two.'),
  instead: slugSchema.optional().describe('The article that should be followed instead.'),
});

/** How long the verify waits, and how long health must last. */
export const verifyTimesSchema = z
  .strictObject({
    within: durationSchema,
    every: durationSchema,
    stable: durationSchema,
    samples: z.int().min(2),
  })
  .refine((times) => times.stable < times.within, { message: '`stable` must be shorter than `within`', path: ['stable'] });

export const articleSchema = z.strictObject({
  id: articleIdSchema,
  formerSlugs: z.array(slugSchema).default([]),
  withdrawn: withdrawnSchema.optional().describe('Nobody should follow it any more: since when, why, and what to use instead.'),
  title,
  symptom: text,
  summary: text.max(600),
  distro: distroSchema,
  affects: z.array(affectsSchema).min(1),
  builds: z.array(buildTrackSchema).default([]),
  signatures: z.array(signatureSchema).min(1),
  inputs: z.array(inputSchema).default([]),
  resolutions: z
    .array(resolutionSchema)
    .min(1)
    .refine((all) => all.filter((one) => one.recommended).length === 1, 'exactly one resolution is recommended'),
  verify: verifyTimesSchema,
  upstream: z.array(upstreamSchema).min(1),
});
export type ArticleData = z.output<typeof articleSchema>;

/** A translation: prose for what the English file defines. Its keys are checked against the runbook by the catalogue. */
export const translationSchema = z.strictObject({
  title,
  symptom: text,
  summary: text.max(600),
  steps: z.record(stepIdSchema, text),
  resolutions: z.record(stepIdSchema, z.strictObject({ title: text, instruction: text.optional(), cost: costSchema })),
  inputs: z.record(variableSchema, text).default({}),
  noUndo: z.record(stepIdSchema, text).optional().describe('Why an action cannot be taken back, by its step.'),
  canaries: z.record(stepIdSchema, text).optional().describe('What each canary makes, by its step.'),
  withdrawn: text.optional().describe('Why nobody should follow the article any more, where it is withdrawn.'),
});
export type Translation = z.output<typeof translationSchema>;
