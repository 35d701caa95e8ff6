/** The digest of a folder: the path and the content of every file in it. Pure. */
import { canonicalJson, sha256 } from './digest.ts';

/** The path is relative to the folder, with `/`. */
export type FolderFile = { path: string; content: string };

/** The same whatever the order of the files. */
export const folderDigest = (files: readonly FolderFile[]): Promise<string> =>
  sha256(canonicalJson(files.toSorted((a, b) => (a.path < b.path ? -1 : 1)).map(({ path, content }) => [path, content])));
