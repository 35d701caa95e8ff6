/** Completion for fish: a file `runbook.fish` in ~/.config/fish/completions. */
import { allCommands } from '../command-tree.ts';
import type { TreeCommand } from '../command-tree.ts';
import { nameOf, sourceOf, wordsAfter } from './sources.ts';
import type { Source } from './sources.ts';

const quoted = (text: string): string => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;

const from = (source: Source | null): string => {
  if (source === null) return '-x';
  if (source.kind === 'articles') return `-x -a '(__runbook_articles)'`;
  if (source.kind === 'runs') return `-x -a '(__runbook_runs)'`;
  return source.kind === 'files' ? '-r -F' : `-x -a ${quoted(source.words.join(' '))}`;
};

const linesOf = (command: TreeCommand): string[] => {
  const when = `complete -c runbook -n '__runbook_at ${nameOf(command)}'`;
  const { argument } = wordsAfter(command);
  const takes = argument === null ? [] : [argument.kind === 'files' ? `${when} -F` : `${when} ${from(argument).replace('-x ', '')}`];
  return [
    ...command.below.map(({ path, description }) => `${when} -a ${path.at(-1)} -d ${quoted(description)}`),
    ...takes,
    ...command.options.map(({ long, value, description }) => {
      const given = value === null ? '' : ` ${from(sourceOf(value))}`;
      return `${when} -l ${long.slice(2)}${given} -d ${quoted(description)}`;
    }),
  ];
};

export const fishCompletion = (tree: TreeCommand): string => {
  const all = allCommands(tree);
  return `# fish completion for runbook, written by: runbook completion fish
function __runbook_articles
    set -l words (commandline -opc)
    $words[1] list 2>/dev/null | string replace -r ' .*' ''
end
function __runbook_runs
    set -l state $XDG_STATE_HOME
    test -n "$state"; or set state $HOME/.local/state
    command ls -1r $state/kubemend/runs 2>/dev/null
end
function __runbook_at
    set -l at runbook
    set -l words (commandline -opc)
    for word in $words[2..]
        if contains -- $at/$word ${all.slice(1).map(nameOf).join(' ')}
            set at $at/$word
        end
    end
    test $at = $argv[1]
end
complete -c runbook -f
${all.flatMap(linesOf).join('\n')}
complete -c kubemend -w runbook
`;
};
