/** ShellCheck over all scripts in one process, its words at the lines of the articles. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { FILE_START, optionOf } from './draft.ts';
import type { Draft } from './draft.ts';
import type { DraftStep } from './fence-options.ts';
import { finding } from './finding.ts';
import type { LintFinding } from './finding.ts';
import { textsOf } from './raw.ts';

/** Runs a program to its end. `code` is null, or 127, where there is no such program. */
export type Run = (argv: string[], stdin: string) => Promise<{ code: number | null; stdout: string; stderr: string }>;

export type ShellChecked = { kind: 'checked'; findings: LintFinding[] } | { kind: 'missing'; said: LintFinding };

type Script = { draft: Draft; step: DraftStep; file: string };
type Comment = { file: string; line: number; column: number; level: string; code: number; message: string };

/** The step as the runner starts it: strict, its values in the environment. */
const headerOf = (step: DraftStep): string =>
  ['set -euo pipefail', ...textsOf(optionOf(step, 'uses')).map((name) => `export ${name}=`)].join('; ');

/** How many directives stand at the top: they count for the whole script only while no command is before them. */
const directivesOf = (script: string): number => script.split('\n').findIndex((line) => !line.startsWith('# shellcheck '));

const withHeader = (step: DraftStep): string => {
  const lines = step.script.split('\n');
  return `${lines.toSpliced(directivesOf(step.script), 0, headerOf(step)).join('\n')}\n`;
};

/** From a line of what ShellCheck saw to the line of the script. */
const lineInScript = (step: DraftStep, line: number): number => (line > directivesOf(step.script) ? line - 1 : line);

const toFinding = (scripts: Script[], { file, line, column, code, message }: Comment): LintFinding[] => {
  const script = scripts.find((one) => one.file === basename(file));
  if (script === undefined) return [];
  const { draft, step } = script;
  const help = `https://www.shellcheck.net/wiki/SC${code} tells why; \`# shellcheck disable=SC${code}\` above the line if it is meant`;
  return [
    finding(draft.article.file, step.inScript({ line: Math.max(1, lineInScript(step, line)), column }), {
      rule: `sc${code}`,
      message: message.replace(/\.$/, ''),
      help,
    }),
  ];
};

const missing = (scripts: Script[]): LintFinding =>
  finding(scripts[0]?.draft.article.file ?? '.', FILE_START, {
    rule: 'shellcheck-missing',
    message: 'the scripts were not checked: there is no shellcheck',
    help: 'install the package: sudo apt-get install shellcheck',
  });

const commentsIn = (stdout: string): Comment[] => (JSON.parse(stdout) as { comments: Comment[] }).comments;

const checkIn = async (folder: string, scripts: Script[], run: Run): Promise<ShellChecked> => {
  await Promise.all(scripts.map(({ file, step }) => writeFile(join(folder, file), withHeader(step))));
  const argv = ['shellcheck', '--norc', '--format=json1', '-s', 'bash', ...scripts.map(({ file }) => join(folder, file))];
  const { code, stdout } = await run(argv, '');
  if (code !== 0 && code !== 1) return { kind: 'missing', said: missing(scripts) };
  return { kind: 'checked', findings: commentsIn(stdout).flatMap((comment) => toFinding(scripts, comment)) };
};

export const shellCheck = async (drafts: Draft[], run: Run): Promise<ShellChecked> => {
  const steps = drafts.flatMap((draft) => draft.steps.filter(({ script }) => script !== '').map((step) => ({ draft, step })));
  const scripts = steps.map((one, index) => ({ ...one, file: `${index}.bash` }));
  if (scripts.length === 0) return { kind: 'checked', findings: [] };
  const folder = await mkdtemp(join(tmpdir(), 'kubemend-shellcheck-'));
  try {
    return await checkIn(folder, scripts, run);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};
