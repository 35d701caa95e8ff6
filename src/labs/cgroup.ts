/**
 * The cgroups that an engine makes for its containers: `kubemend-<instance>` in every hierarchy (v1), or the one (v2). What is killed
 * while it is frozen does not end, so it is thawed first.
 */
import { existsSync, readdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = '/sys/fs/cgroup';

export const cgroupVersion = (): 'v1' | 'v2' => (existsSync(join(ROOT, 'cgroup.controllers')) ? 'v2' : 'v1');

const attempt = (work: () => void): void => {
  try {
    work();
  } catch {
    // It went away by itself.
  }
};

const below = (directory: string): string[] => {
  try {
    return readdirSync(directory, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => join(directory, name));
  } catch {
    return [];
  }
};

/** Children before their parents. */
const deepestFirst = (directory: string): string[] => [...below(directory).flatMap(deepestFirst), directory];

export const cgroupsOf = (instance: string): string[] => {
  const hierarchies = cgroupVersion() === 'v2' ? [ROOT] : below(ROOT);
  const own = hierarchies.map((hierarchy) => join(hierarchy, `kubemend-${instance}`)).filter((path) => existsSync(path));
  return own.flatMap(deepestFirst);
};

const read = (file: string): string => {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
};

export const processesIn = (instance: string): number[] => {
  const listed = cgroupsOf(instance).flatMap((directory) => read(join(directory, 'cgroup.procs')).split('\n').filter(Boolean));
  return [...new Set(listed)].map(Number);
};

export const thaw = (instance: string): void => {
  for (const directory of cgroupsOf(instance)) {
    const [v1, v2] = [join(directory, 'freezer.state'), join(directory, 'cgroup.freeze')];
    if (read(v1).startsWith('FR')) attempt(() => writeFileSync(v1, 'THAWED'));
    if (read(v2).startsWith('1')) attempt(() => writeFileSync(v2, '0'));
  }
};

export const removeCgroups = (instance: string): void => cgroupsOf(instance).forEach((directory) => attempt(() => rmdirSync(directory)));
