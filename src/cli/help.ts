/** What `runbook --help` says: one screen, from what people want to do. The commands that exist, in the words of this page. */
import type { Command } from 'commander';
import { commandTree } from './command-tree.ts';
import type { TreeCommand } from './command-tree.ts';

type Group = { title: string; commands: Record<string, string> };

const GROUPS: Group[] = [
  {
    title: 'Find out what it is; nothing is changed',
    commands: {
      match: 'paste a log on stdin: which failures are known by it?',
      search: 'find an article by words',
      list: 'the failures that have a proven fix',
      show: 'read one, offline, every command in it',
      env: 'what is here: distributions, engines, versions',
      doctor: 'look for all failures at once',
      diagnose: 'is it this one?',
      collect: 'evidence for an issue, secrets taken out, as one file',
    },
  },
  {
    title: 'Mend it',
    commands: {
      plan: 'what would be changed, verbatim; changes nothing',
      run: 'diagnose, ask, fix, verify; undo what does not help',
      resume: 'go on with a run that was cut off',
      undo: 'take back what a run did',
      runs: 'the runs there were, and reports of them',
    },
  },
];

const WIDTH = 80;
const USAGE_WIDTH = 20;

const EXIT_CODES = `Exit: 0 healthy, fixed  1 bug  2 usage  3 fault present  4 undetermined
      5 not applicable  6 failed, all undone  7 failed, something stands
      8 applied, still faulty  9 refused  129/130/143 interrupted
`;

const nameOf = ({ path }: TreeCommand): string => path.at(-1) ?? '';

const line = (command: TreeCommand, said: string): string => {
  const usage = [nameOf(command), ...command.arguments.map((one) => one.usage)].join(' ');
  return `  ${usage.padEnd(USAGE_WIDTH)} ${said}`.slice(0, WIDTH);
};

const groupText = ({ title, commands }: Group, there: TreeCommand[]): string => {
  const lines = Object.entries(commands).flatMap(([name, said]) =>
    there.filter((one) => nameOf(one) === name).map((one) => line(one, said)),
  );
  return lines.length === 0 ? '' : `${title}\n${lines.join('\n')}\n`;
};

/** What stands in no group: for authors, for shells. */
const others = (there: TreeCommand[]): string => {
  const told = GROUPS.flatMap(({ commands }) => Object.keys(commands));
  const names = there.map(nameOf).filter((name) => !told.includes(name));
  return `Write articles, prove them, and more\n  ${names.join(', ')}\n`;
};

export const rootHelp = (root: Command): string => {
  const { below } = commandTree(root);
  const head = `Usage: runbook <command> [options]          runbook <command> --help tells more
Proven fixes for broken local Kubernetes.
`;
  return `${head}${GROUPS.map((group) => groupText(group, below)).join('')}${others(below)}${EXIT_CODES}`;
};
