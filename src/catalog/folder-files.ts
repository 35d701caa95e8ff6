/** Every file below a folder, for its digest. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { FolderFile } from '../domain/folder-digest.ts';

/** None where there is no such folder. */
export const readFilesBelow = (folder: string): FolderFile[] => {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((file) => ({ path: relative(folder, file).replaceAll('\\', '/'), content: readFileSync(file, 'utf8') }));
};
