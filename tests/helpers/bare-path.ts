/** A PATH that holds bash, coreutils and the tiny programs of a test, and nothing else of this machine. */
import { existsSync, mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { tempDir } from './temp-dir.ts';

const COREUTILS =
  'base64 cat chmod cp date echo env head id ls mkdir mktemp mv printf readlink rm sleep sort tail touch tr true uname wc'.split(' ');
const FOLDERS = ['/usr/bin', '/bin'];

/** The directory; whatever a test puts into it is found. */
export const barePath = (): string => {
  const directory = join(tempDir(), 'bin');
  mkdirSync(directory);
  for (const name of ['bash', 'sh', ...COREUTILS]) {
    const found = FOLDERS.map((folder) => join(folder, name)).find((path) => existsSync(path));
    if (found) symlinkSync(found, join(directory, name));
  }
  return directory;
};
