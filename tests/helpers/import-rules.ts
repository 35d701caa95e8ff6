import { posix } from 'node:path';
import { importTable, spawner, spawningPackages, type Row } from './import-table.ts';
import type { Import } from './read-imports.ts';

const TABLE = 'tests/helpers/import-table.ts';
const DATA = /\.json$/;

/** A path under src belongs to its first folder; a file right under src is its own room. */
export const roomOf = (file: string): string => file.split('/')[0] ?? '';

const fits = (name: string, allowed: string): boolean =>
  allowed.endsWith('*') ? name.startsWith(allowed.slice(0, -1)) : name === allowed || name.startsWith(`${allowed}/`);

const wrongRoom = (file: string, row: Row, one: Import): string[] => {
  const target = posix.join(posix.dirname(file), one.from.replace(/\?.*$/, ''));
  const room = roomOf(target);
  if (room === '..')
    return DATA.test(target) ? [] : [`src/${file} imports ${one.from}, which is outside src: move what it needs into a room.`];
  if (row.rooms.includes(room) || (one.typeOnly && row.types?.includes(target))) return [];
  const way = row.types?.includes(target) ? 'use "import type", or ' : '';
  return [
    `src/${file} imports ${one.from}: ${way}add '${room}' to rooms in the row '${roomOf(file)}' of ${TABLE}, if the arrow may point there.`,
  ];
};

const wrongPackage = (file: string, row: Row, name: string): string[] => {
  if (spawningPackages.some((one) => fits(name, one)) && file !== spawner)
    return [`src/${file} imports ${name}: only src/${spawner} starts processes (${TABLE}, spawner).`];
  if (row.packages.some((allowed) => fits(name, allowed))) return [];
  return [`src/${file} imports ${name}: add it to packages in the row '${roomOf(file)}' of ${TABLE}, if the room may depend on it.`];
};

/** What is wrong with the imports of one file, each with the row to change; `file` is relative to src. */
export const complaints = (file: string, imports: readonly Import[]): string[] => {
  const row = importTable[roomOf(file)];
  if (!row) return [`src/${file} is in no known room: add a row '${roomOf(file)}' to ${TABLE}, or move the file.`];
  return imports.flatMap((one) => (one.from.startsWith('.') ? wrongRoom(file, row, one) : wrongPackage(file, row, one.from)));
};
