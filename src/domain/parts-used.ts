/**
 * Which files of scripts/cluster/ decide what a lab is made of: the versions that all have, what a node holds, and the pins of the modules.
 * Of a module in several versions only those that the settings of the lab name (`CONTAINERD: 2.0.2`) are its own, and the list of these
 * versions is nobody's: one more of them changes no lab. Pure.
 */
import type { FolderFile } from './folder-digest.ts';

type Settings = Readonly<Record<string, string>>;

const MODULE = /^modules\/(?<name>[^/]+)-(?<version>\d[^/-]*(?:-rc[^/]*)?)\//;
const DECIDES = /^(versions\.\w+$|node\/|stock\/)/;
/** A lab that names none of these stands on the machine's own programs. */
const FROM_THE_TABLE = ['DOCKER', 'KUBERNETES', 'CONTAINERD'];

const named = (all: readonly Settings[], name: string): string[] =>
  all.map((settings) => settings[name.toUpperCase()]).filter((version) => version !== undefined);

/** `all`: the settings of every cell. Empty for a lab that asks for nothing of the table. */
export const partsUsed = (files: readonly FolderFile[], all: readonly Settings[]): FolderFile[] => {
  if (!FROM_THE_TABLE.some((name) => named(all, name).length > 0)) return [];
  return files.filter(({ path }) => {
    const { name = '', version = '' } = MODULE.exec(path)?.groups ?? {};
    if (name === '') return DECIDES.test(path);
    const wanted = named(all, name);
    return wanted.length === 0 || wanted.includes(version);
  });
};
