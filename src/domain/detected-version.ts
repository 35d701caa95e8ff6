/** What was found of one component on a target. */
import * as z from 'zod';

export const knownVersion = z.strictObject({
  kind: z.literal('known'),
  version: z.string().min(1).describe('As the component itself writes it: v1.32.2+k3s1.'),
  revision: z.int().positive().exactOptional().describe('Of a snap from the store; a snap made by hand has none.'),
  channel: z.string().min(1).exactOptional(),
  arch: z.string().min(1).exactOptional().describe('In the words of Debian and snap: amd64, arm64.'),
});
export const absentVersion = z.strictObject({ kind: z.literal('absent') });
export const unknownVersion = z.strictObject({ kind: z.literal('unknown'), reason: z.string().min(1) });

export const detectedVersionSchema = z.discriminatedUnion('kind', [knownVersion, absentVersion, unknownVersion]);
export type DetectedVersion = z.output<typeof detectedVersionSchema>;
