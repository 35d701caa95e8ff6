/** The components and versions found on a target, each with the way it was learnt. */
import * as z from 'zod';
import { componentNames } from './components/index.ts';

const known = z.strictObject({
  kind: z.literal('known'),
  version: z.string().min(1).describe('As the component itself writes it: v1.32.2+k3s1.'),
  revision: z.int().positive().exactOptional().describe('Of a snap from the store; a snap made by hand has none.'),
  channel: z.string().min(1).exactOptional(),
  arch: z.string().min(1).exactOptional().describe('In the words of Debian and snap: amd64, arm64.'),
});
const absent = z.strictObject({ kind: z.literal('absent') });
const unknown = z.strictObject({ kind: z.literal('unknown'), reason: z.string().min(1) });

export const detectedVersionSchema = z.discriminatedUnion('kind', [known, absent, unknown]);
export type DetectedVersion = z.output<typeof detectedVersionSchema>;

const how = { how: z.string().min(1).describe('What was asked, as a person would type it.') };

export const detectionSchema = z.discriminatedUnion('kind', [known.extend(how), absent.extend(how), unknown.extend(how)]);
export type Detection = z.output<typeof detectionSchema>;

/** Only what was asked for: a component that is not here was not looked for. */
export const environmentSchema = z.strictObject({ components: z.partialRecord(z.enum(componentNames), detectionSchema) });
export type Environment = z.output<typeof environmentSchema>;
