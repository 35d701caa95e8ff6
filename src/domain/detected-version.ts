/** What was found of one component on a target. */
import * as z from 'zod';

/** Who tells of a version without being what is at work: the program on disk, the tag of a node's image, a profile of minikube. */
export const likelies = ['program-on-disk', 'image-tag', 'profile'] as const;
export type Likely = (typeof likelies)[number];

export const knownVersion = z.strictObject({
  kind: z.literal('known'),
  version: z.string().min(1).describe('As the component itself writes it: v1.32.2+k3s1.'),
  revision: z.int().positive().exactOptional().describe('Of a snap from the store; a snap made by hand has none.'),
  channel: z.string().min(1).exactOptional(),
  arch: z.string().min(1).exactOptional().describe('In the words of Debian and snap: amd64, arm64.'),
  variant: z.string().min(1).exactOptional().describe('Of iptables: nf_tables or legacy.'),
  likely: z.enum(likelies).exactOptional().describe('Who says so; what is at work may be another version.'),
});
export const absentVersion = z.strictObject({ kind: z.literal('absent') });

/** Why a version could not be told. `several`: there is more than one, and none of them is the one. */
export const whys = [
  'missing',
  'timed-out',
  'no-permission',
  'refused',
  'unreachable',
  'asleep',
  'not-understood',
  'several',
  'failed',
] as const;
export type Why = (typeof whys)[number];

export const unknownVersion = z.strictObject({
  kind: z.literal('unknown'),
  why: z.enum(whys),
  reason: z.string().min(1).describe('In its own words, where there are any.'),
});

export const detectedVersionSchema = z.discriminatedUnion('kind', [knownVersion, absentVersion, unknownVersion]);
export type DetectedVersion = z.output<typeof detectedVersionSchema>;
export type KnownVersion = z.output<typeof knownVersion>;
