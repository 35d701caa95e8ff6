/** The digest of a folder: the path and the content of every file in it. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { canonicalJson, sha256 } from '../domain/digest.ts';

export type LabFile = { path: string; content: string };

/** Relative paths with `/`, in order of their code units, each with its content. */
export const labDigest = (files: LabFile[]): Promise<string> =>
  sha256(canonicalJson(files.toSorted((a, b) => (a.path < b.path ? -1 : 1)).map(({ path, content }) => [path, content])));

export const readFilesBelow = (directory: string): LabFile[] =>
  readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((file) => ({ path: relative(directory, file).replaceAll('\\', '/'), content: readFileSync(file, 'utf8') }));
