/** The digest of a lab: everything in its folder, stand-ins and workload included. */
import { labDirectory } from './definition.ts';
import type { Source } from './definition.ts';
import { readFilesBelow } from './folder-digest.ts';
import type { LabFile } from './folder-digest.ts';

export { labDigest } from './folder-digest.ts';
export type { LabFile } from './folder-digest.ts';

export const readLabFiles = (source: Source): LabFile[] => readFilesBelow(labDirectory(source));
