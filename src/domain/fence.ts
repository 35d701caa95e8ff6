/** What the `#|` lines of a runbook fence may say, phase by phase, as a person writes it. Parsed into steps by the catalogue. */
import * as z from 'zod';
import { durationSchema } from './duration.ts';
import { stepIdSchema, variableSchema } from './ids.ts';
import { patternSchema, riskSchema } from './step.ts';
import type { Phase } from './step.ts';

const SECOND = 1000;

/** A rule over a whole is also looked at where parts of it are wrong, so that an author hears of everything at once. */
const isObject = ({ value }: { value: unknown }): boolean => typeof value === 'object' && value !== null;

const common = {
  id: stepIdSchema.describe('The anchor of the step: stable, the same in every language.'),
  title: z.string().min(1).max(100).describe('The question a probe answers, or what an action does.'),
  needs: z
    .array(z.string().regex(/^[\w.+-]+( \| [\w.+-]+)*$/, 'expected root, or a tool, or tools joined by " | "'))
    .default([])
    .describe('`root`, and the tools on PATH; `a | b` is either.'),
  uses: z.array(variableSchema).default([]).describe('Inputs and outputs of earlier steps that the script reads.'),
  outputs: z.record(variableSchema, patternSchema).default({}).describe('Name: /pattern with one (group)/ over lines of stdout.'),
  note: patternSchema.optional().describe('Lines of stdout shown to the person.'),
  cluster: z
    .literal(true)
    .optional()
    .describe('It speaks to an API server: kubectl is given a private kubeconfig of one context, which the plan names.'),
  reads: z.string().min(10).optional().describe('Why a command that the reading lint does not know only reads.'),
};
const timeout = (seconds: number) => durationSchema.default(seconds * SECOND).describe('The group is killed after this long.');

const probe = z.strictObject({
  ...common,
  timeout: timeout(20),
  present: patternSchema.describe('precheck: the condition holds; diagnose: the fault is here; verify: healthy.'),
  absent: patternSchema.optional(),
});
const verify = z.strictObject({
  ...probe.shape,
  only: z
    .array(stepIdSchema)
    .min(1)
    .optional()
    .describe(
      'The resolutions that this check belongs to, where it is not asked after the others: an upgrade is one when the version is another.',
    ),
  canary: z
    .strictObject({ creates: z.string().min(5).max(100), remove: stepIdSchema })
    .optional()
    .describe('What the probe makes in order to look, and the undo fence that takes it away: always, when the verify is over.'),
});
const diagnose = z.strictObject({ ...probe.shape, absent: patternSchema.describe('The fault is not here.') });
const collect = z.strictObject({ ...common, timeout: timeout(30) });
const { reads: _, ...changing } = common;
const repeatable = z.literal(true).optional().describe('Running it again does no harm.');
const undo = z.strictObject({ ...changing, timeout: timeout(60), repeatable });

const fix = z
  .strictObject({
    ...changing,
    timeout: timeout(120),
    risk: riskSchema
      .exclude(['read-only'])
      .describe('reversible: undo restores it; disruptive: something stops for a while; destructive: data is lost.'),
    undo: z
      .union([stepIdSchema, z.strictObject({ none: z.string().min(10) })], {
        error: 'write the id of an undo fence, or { none: why it cannot be taken back }',
      })
      .describe('The id of an undo fence, or { none: the reason }.'),
    repeatable,
    done: stepIdSchema.optional().describe('The probe that tells whether it has happened.'),
  })
  .refine((fence) => (fence.repeatable === undefined) !== (fence.done === undefined), {
    message: 'an action says either `repeatable: true` or `done: <probe>`, or a killed run could not be resumed truly',
    path: ['repeatable'],
    when: isObject,
  });

/** The options of a fence, by phase. */
export const fenceSchemas = { precheck: probe, diagnose, verify, collect, fix, undo } satisfies Record<Phase, z.ZodType>;
export type FenceOptions = { [P in Phase]: z.output<(typeof fenceSchemas)[P]> };
