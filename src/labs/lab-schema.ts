/** What `runbooks/<slug>/lab/<level>/lab.yaml` may say: how one failure is made and unmade, where, who sees it, and what must catch a runbook that lies. */
import * as z from 'zod';
import { stepIdSchema } from '../domain/ids.ts';
import { causeSchema, levelSchema } from '../domain/proof.ts';
import { patternSchema } from '../domain/step.ts';
import { environmentNames } from './environments/index.ts';
import { places, views } from './place.ts';

const id = stepIdSchema;
const text = z.string().min(1);
const ports = z.array(z.int().min(1).max(65_535));

/** A script of the lab, by its path in the folder of the lab. A path alone is run on the node. It sees the settings of the cell. */
const scriptSchema = z
  .union([text.transform((path) => ({ path })), z.strictObject({ path: text, on: z.enum(places).default('node') })])
  .transform((script) => ({ on: 'node' as const, ...script }));
export type LabScript = z.output<typeof scriptSchema>;

/** What a script sees: exit 0 when it is as the title says, 1 when it is not. What it prints last is kept in the proof. */
const lookSchema = z.strictObject({ title: text, path: text, on: z.enum(places).default('node') });

/** The lab's own eyes, which do not trust the runbook's: do the cell's ports answer a neighbour, or what do its scripts say? */
const witnessSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('ports') }),
  z.strictObject({
    kind: z.literal('scripts'),
    serves: lookSchema.describe('Before anything is broken, and on a control.'),
    broken: lookSchema.describe('After the injection.'),
    restored: lookSchema.describe('After the fix.'),
  }),
]);

const common = {
  id,
  title: text,
  settings: z.record(text, z.string()).default({}),
  /** Where the witness looks at ports: those that answer as long as all is well. */
  answers: ports.optional(),
};

const controlSchema = z.strictObject({
  ...common,
  kind: z.literal('control'),
  /** What makes the fault elsewhere is done here as well, and must not make it. */
  injected: z.boolean().default(false),
  /** `refuses`: the versions here are not affected, so a run says so and ends; only when it is forced to look does it find nothing. */
  gate: z.enum(['passes', 'refuses']).default('passes'),
});

const affectedSchema = z.strictObject({
  ...common,
  kind: z.literal('affected'),
  /** Ports that must not answer after the injection; by default all that are to be restored. */
  broken: ports.optional(),
  /** Ports that must answer after the fix; by default those that answered before the injection. */
  restored: ports.optional(),
  /** Which way to fix; by default the recommended one. */
  resolution: id.optional(),
  /** `refuses`: the fix brings versions that are not affected, so a second run says so and ends; forced to look, it finds nothing. */
  gateAfter: z.enum(['passes', 'refuses']).default('passes'),
  /** A way that cannot be taken back exactly says why, and its undo is not tried. */
  undo: z.union([z.literal('exact'), z.strictObject({ none: text })]).default('exact'),
  /** A way after which the node goes on moving by itself says why, and its reading steps are not watched. */
  untouched: z.union([z.literal('exact'), z.strictObject({ none: text })]).default('exact'),
  /** `short`: the verify's times are cut, see `times` in runbook.json for the real ones. */
  times: z.enum(['real', 'short']).default('short'),
});

const changeSchema = z.union([
  z.strictObject({ fix: text }).describe("One action with this script instead of those of the cell's resolution."),
  z.strictObject({ step: id, script: text, present: patternSchema.optional(), absent: patternSchema.optional() }),
]);

const mutationSchema = z.strictObject({
  id,
  title: text,
  cell: id,
  change: changeSchema,
  caughtBy: text.describe('The id of the check, such as verify/<step>.'),
});

type Shape = {
  witness: z.output<typeof witnessSchema>;
  cells: { id: string; answers?: number[] | undefined }[];
  mutations: { id: string; cell: string }[];
};

const together = (lab: Shape, context: { addIssue(message: string): void }): void => {
  const cells = lab.cells.map((cell) => cell.id);
  const all = [...cells, ...lab.mutations.map((mutation) => mutation.id)];
  for (const name of all.filter((one, index) => all.indexOf(one) !== index)) context.addIssue(`the id ${name} is used twice`);
  for (const { id: name, cell } of lab.mutations)
    if (!cells.includes(cell)) context.addIssue(`the mutation ${name} names no cell: ${cell}`);
  for (const { id: name, answers } of lab.cells)
    if ((answers !== undefined) !== (lab.witness.kind === 'ports'))
      context.addIssue(`the cell ${name}: \`answers\` goes with a witness of ports, and with no other`);
};

export const labSchema = z
  .strictObject({
    environment: z.enum(environmentNames),
    level: levelSchema,
    cause: causeSchema,
    /** Where the runbook runs: on the node, or on the machine of the person whose cluster it is. */
    view: z.enum(views).default('node'),
    notReal: z.array(text),
    needs: z.record(text, text).default({}).describe('Path of a program or file → how to get it.'),
    versions: z.record(text, text).default({}).describe('Component → a script that prints its version where the runbook runs.'),
    scripts: z.strictObject({
      up: scriptSchema,
      inject: scriptSchema,
      /** What a person does for a manual resolution, by its id. */
      byHand: z.record(id, scriptSchema).default({}),
      /** Prints the state that reading must not change and undo must restore, in sections `## name`; without it the environment's own. */
      snapshot: scriptSchema.optional(),
    }),
    witness: witnessSchema.default({ kind: 'ports' }),
    settings: z.record(text, z.string()).default({}),
    cells: z.array(z.discriminatedUnion('kind', [controlSchema, affectedSchema])).min(2),
    mutations: z.array(mutationSchema).default([]),
  })
  .superRefine(together);

export type Lab = z.output<typeof labSchema>;
export type Cell = Lab['cells'][number];
export type AffectedCell = Extract<Cell, { kind: 'affected' }>;
export type ControlCell = Extract<Cell, { kind: 'control' }>;
export type Mutation = Lab['mutations'][number];
export type Change = Mutation['change'];
