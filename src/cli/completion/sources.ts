/** Where the words come from that stand for a placeholder: a list, the catalogue, the runs on this machine, or files. */
import { languages } from '../../domain/language.ts';
import { reporters } from '../../reporters/index.ts';
import type { TreeCommand } from '../command-tree.ts';

export type Source = { kind: 'words'; words: string[] } | { kind: 'articles' } | { kind: 'runs' } | { kind: 'files' };

export const shells = ['bash', 'zsh', 'fish'] as const;
export type Shell = (typeof shells)[number];

const words = (...given: string[]): Source => ({ kind: 'words', words: given });

const SOURCES: Record<string, Source> = {
  article: { kind: 'articles' },
  run: { kind: 'runs' },
  shell: words(...shells),
  language: words(...languages),
  level: words('component', 'cluster', 'distribution'),
  risks: words('disruptive', 'destructive', 'disruptive,destructive'),
  target: words('local', 'ssh://', 'docker://', 'minikube://', 'lab://'),
  'format[=file]': words(...Object.keys(reporters)),
  file: { kind: 'files' },
  path: { kind: 'files' },
  dir: { kind: 'files' },
  directory: { kind: 'files' },
};

/** Null where nothing can be known. */
export const sourceOf = (placeholder: string): Source | null =>
  Object.hasOwn(SOURCES, placeholder) ? (SOURCES[placeholder] ?? null) : null;

/** What may follow a command, besides options: the commands below it, or its arguments. */
export const wordsAfter = ({ below, arguments: [first] }: TreeCommand): { below: string[]; argument: Source | null } => ({
  below: below.map(({ path }) => path.at(-1) ?? ''),
  argument: first === undefined ? null : sourceOf(first.name),
});

/** How a shell names a command: `runbook/lab/down`. */
export const nameOf = ({ path }: TreeCommand): string => ['runbook', ...path].join('/');
