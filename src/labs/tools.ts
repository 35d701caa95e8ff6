/** What every environment needs of the machine: Linux, root, overlayfs, and programs on its path. */
import { accessSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import type { Missing } from './environment.ts';

const onPath = (tool: string): boolean =>
  [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/sbin'].some((directory) => {
    try {
      accessSync(join(directory, tool));
      return true;
    } catch {
      return false;
    }
  });

/** `tools`: program → Debian package that brings it. */
export const missingTools = (tools: Record<string, string>): Missing[] => {
  if (process.platform !== 'linux') return [{ what: 'Linux', how: 'run it on Linux, or in a Linux virtual machine' }];
  const absent = Object.entries(tools)
    .filter(([tool]) => !onPath(tool))
    .map(([tool, name]) => ({ what: tool, how: `apt-get install ${name}` }));
  const root = process.getuid?.() === 0 ? [] : [{ what: 'root', how: 'run it as root: namespaces of the network need it' }];
  const overlay = readFileSync('/proc/filesystems', 'utf8').includes('\toverlay\n') ? [] : [{ what: 'overlayfs', how: 'modprobe overlay' }];
  return [...root, ...absent, ...overlay];
};
