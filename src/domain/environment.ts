/** The components and versions found on a target, each with the way it was learnt. */
import * as z from 'zod';
import { componentNames } from './components/index.ts';
import { absentVersion, knownVersion, unknownVersion } from './detected-version.ts';

const how = { how: z.string().min(1).describe('What was asked, as a person would type it.') };

export const detectionSchema = z.discriminatedUnion('kind', [
  knownVersion.extend({ ...how, assumed: z.literal(true).exactOptional().describe('Nobody looked: a person said so.') }),
  absentVersion.extend(how),
  unknownVersion.extend(how),
]);
export type Detection = z.output<typeof detectionSchema>;

/** Only what was asked for: a component that is not here was not looked for. */
export const environmentSchema = z.strictObject({ components: z.partialRecord(z.enum(componentNames), detectionSchema) });
export type Environment = z.output<typeof environmentSchema>;
