/**
 * Which files of scripts/cluster/ decide what a lab is made of: the versions that all have, what a node holds, and the pins of the modules.
 * Of a module in several versions only those that the settings of the lab name (`CONTAINERD: 2.0.2`) are its own, and the list of these
 * versions is nobody's: one more of them changes no lab. Pure.
 */
import type { FolderFile } from './folder-digest.ts';

type Settings = Readonly<Record<string, string>>;

/** `modules/containerd-2.0.2-k3s2/go.mod`: the version begins with the first digit after a dash. */
const MODULE = /^modules\/(?<name>[^/]+?)-(?<version>\d[^/]*)\//;
const DECIDES = /^(versions\.\w+$|node\/|stock\/)/;
/** A lab that names none of these stands on the machine's own programs. */
const FROM_THE_TABLE = ['DOCKER', 'KUBERNETES', 'CONTAINERD'];

/** What a lab has only where a setting names it. */
export const extras = ['cri-dockerd', 'openrc'] as const;
export type Extra = (typeof extras)[number];

export const settingOf = (name: string): string => name.toUpperCase().replaceAll('-', '_');

/** A lab may ask for a second one under a longer name: `NODE_DOCKER` beside `DOCKER`. */
const named = (all: readonly Settings[], name: string): string[] =>
  all.flatMap((settings) =>
    Object.entries(settings).flatMap(([setting, version]) =>
      setting === settingOf(name) || setting.endsWith(`_${settingOf(name)}`) ? [version] : [],
    ),
  );

/** `all`: the settings of every cell. Empty for a lab that asks for nothing of the table. */
export const partsUsed = (files: readonly FolderFile[], all: readonly Settings[]): FolderFile[] => {
  if (!FROM_THE_TABLE.some((name) => named(all, name).length > 0)) return [];
  return files.filter(({ path }) => {
    const { name = '', version = '' } = MODULE.exec(path)?.groups ?? {};
    if (name === '') return DECIDES.test(path);
    const wanted = named(all, name);
    if (wanted.length === 0) return !extras.some((extra) => extra === name);
    return wanted.includes(version);
  });
};
