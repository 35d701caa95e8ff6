/** Completion for bash, without the bash-completion package. */
import { allCommands } from '../command-tree.ts';
import type { TreeCommand } from '../command-tree.ts';
import { nameOf, sourceOf, wordsAfter } from './sources.ts';
import type { Source } from './sources.ts';

const fill = (source: Source | null, more: string[] = []): string => {
  const words = [...more, ...(source?.kind === 'words' ? source.words : [])].join(' ');
  if (source?.kind === 'articles') return `words='${words} '$(_runbook_articles)`;
  if (source?.kind === 'runs') return `words='${words} '$(_runbook_runs)`;
  return source?.kind === 'files' ? `COMPREPLY=($(compgen -f -W '${words}' -- "$cur")); return` : `words='${words}'`;
};

const values = (command: TreeCommand): string[] =>
  command.options.flatMap(({ long, value }) => (value === null ? [] : [`    '${nameOf(command)} ${long}') ${fill(sourceOf(value))} ;;`]));

const options = (command: TreeCommand): string =>
  `    '${nameOf(command)} -'*) words='${command.options.map(({ long }) => long).join(' ')}' ;;`;

const rest = (command: TreeCommand): string => {
  const { below, argument } = wordsAfter(command);
  return `    '${nameOf(command)} '*) ${fill(argument, below)} ;;`;
};

export const bashCompletion = (tree: TreeCommand): string => {
  const all = allCommands(tree);
  const below = all.slice(1).map(nameOf).join(' | ');
  return `# bash completion for runbook, written by: runbook completion bash
_runbook_articles() { "\${COMP_WORDS[0]}" list 2>/dev/null | cut -d ' ' -f 1; }
_runbook_runs() { ls -1r "\${XDG_STATE_HOME:-$HOME/.local/state}/kubemend/runs" 2>/dev/null; }

_runbook() {
  local cur=\${COMP_WORDS[COMP_CWORD]} before=\${COMP_WORDS[COMP_CWORD - 1]} at=runbook words='' i
  for ((i = 1; i < COMP_CWORD; i++)); do
    case "$at/\${COMP_WORDS[i]}" in
    ${below}) at=$at/\${COMP_WORDS[i]} ;;
    esac
  done
  COMPREPLY=()
  case "$at $before" in
${all.flatMap(values).join('\n')}
  *)
    case "$at $cur" in
${all.map(options).join('\n')}
${all.map(rest).join('\n')}
    esac
    ;;
  esac
  COMPREPLY=($(compgen -W "$words" -- "$cur"))
}
complete -F _runbook runbook kubemend
`;
};
