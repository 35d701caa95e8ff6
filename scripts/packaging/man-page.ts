/** The manual page: what the command line says of itself, and what a page in a manual says besides. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import wrapAnsi from 'wrap-ansi';
import { allCommands, commandTree } from '../../src/cli/command-tree.ts';
import type { TreeCommand, TreeOption } from '../../src/cli/command-tree.ts';
import { build } from '../../src/cli/program.ts';
import { catalogueDate, version } from './contents.ts';

/** Lines of the source; what is shown is filled to the terminal. */
const SOURCE_WIDTH = 72;

/** Text for troff: a backslash, a hyphen that is copied, and a control character at the start of a line are written otherwise. */
const text = (plain: string): string =>
  wrapAnsi(plain, SOURCE_WIDTH)
    .replaceAll('\\', '\\e')
    .replaceAll('-', '\\-')
    .replaceAll(/^(?=[.'])/gm, '\\&');

const term = (name: string, said: string): string => `.TP\n.B ${text(name)}\n${text(said)}\n`;

const optionText = ({ flags, description }: TreeOption): string => term(flags, description);

const commandText = (command: TreeCommand): string => {
  const usage = ['runbook', ...command.path, ...command.arguments.map((one) => one.usage)].join(' ');
  return `.SS "${text(usage)}"\n${text(command.description)}\n${command.options
    .filter(({ long }) => long !== '--help')
    .map(optionText)
    .join('')}`;
};

const EXIT_STATUS = [
  ['0', 'healthy, or fixed'],
  ['1', 'a bug in the runner'],
  ['2', 'wrong usage, or a runbook that is not valid'],
  ['3', 'the fault is here'],
  ['4', 'no clear answer: a tool or a privilege is missing, a command timed out'],
  ['5', 'the article is not about this cluster'],
  ['6', 'the fix or its verification failed, and all was undone'],
  ['7', 'not everything could be undone; the report says what state things are in'],
  ['8', 'applied, but still faulty, and there was nothing to undo it by'],
  ['9', 'refused: by the person, or for want of permission; nothing was begun'],
  ['129, 130, 143', 'interrupted by a signal'],
] as const;

const ENVIRONMENT = [
  ['XDG_STATE_HOME', 'where runs are written down; by default ~/.local/state'],
  ['NO_COLOR', 'print without colour'],
  ['LC_ALL, LC_MESSAGES, LANG', 'the language of reports: Chinese where they begin with zh, otherwise English'],
  ['KUBEMEND_ROOT', 'a checkout whose articles are taken instead of those inside'],
  ['GITHUB_STEP_SUMMARY', 'where a workflow wants its summary; --output github adds a report to it'],
] as const;

const EXAMPLES = [
  ['Is it this failure? Only reads:', 'runbook diagnose microk8s-dnat'],
  ['What would be changed?', 'runbook plan microk8s-dnat'],
  ['Mend it, and keep a report for an issue:', 'runbook run microk8s-dnat --output markdown=report.md'],
] as const;

const examples = EXAMPLES.map(([said, command]) => `${text(said)}\n.PP\n.RS 4\n.EX\n${text(command)}\n.EE\n.RE\n.PP\n`).join('');

const WHAT =
  'Every article of Kubemend is about one failure of MicroK8s, k3s, kind or minikube, and every fix in it is a runbook that was run: the failure made on purpose, found, mended, verified, and undone.';
const HOW =
  'proves that the fault is here, shows every command verbatim with its risk and its undo, and asks. Afterwards it verifies that the fault is gone and that what should answer answers, and undoes what did not help.';

export const manPage = (tree: TreeCommand): string => {
  const [, ...commands] = allCommands(tree);
  return `.TH RUNBOOK 1 ${catalogueDate()} "Kubemend ${version}" "User Commands"
.SH NAME
runbook \\- proven fixes for broken local Kubernetes
.SH SYNOPSIS
.B runbook
.I command
.RI [ option ...]
.SH DESCRIPTION
${text(WHAT)}
.PP
Commands that read never change anything. Before its first change
.B runbook run
${text(HOW)}
.SH COMMANDS
${commands.map(commandText).join('')}.SH EXIT STATUS
${EXIT_STATUS.map(([code, said]) => term(code, said)).join('')}.SH ENVIRONMENT
${ENVIRONMENT.map(([name, said]) => term(name, said)).join('')}.SH FILES
.TP
.I ~/.local/state/kubemend/runs
Every run, written down step by step before each step, for its owner alone.
.SH EXAMPLES
${examples.replace(/\.PP\n$/, '')}`;
};

export const writeManPage = (file: string): void => {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, manPage(commandTree(build(() => {}))));
};
