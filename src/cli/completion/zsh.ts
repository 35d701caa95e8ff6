/** Completion for zsh: a file `_runbook` in a directory of $fpath, or sourced after compinit. */
import { quote } from '../../domain/shell-word.ts';
import { allCommands } from '../command-tree.ts';
import type { TreeCommand } from '../command-tree.ts';
import { nameOf, sourceOf, wordsAfter } from './sources.ts';
import type { Source } from './sources.ts';

const described = (word: string, description: string): string => quote(`${word.replaceAll(':', '\\:')}:${description}`);

const add = (source: Source | null): string => {
  if (source === null) return ':';
  if (source.kind === 'articles') return 'compadd -- ${(f)"$(${words[1]} list 2>/dev/null | cut -d " " -f 1)"}';
  if (source.kind === 'runs') return 'compadd -- ${XDG_STATE_HOME:-$HOME/.local/state}/kubemend/runs/*(N/:t)';
  return source.kind === 'files' ? '_files' : `compadd -- ${source.words.map(quote).join(' ')}`;
};

const values = (command: TreeCommand): string[] =>
  command.options.flatMap(({ long, value }) =>
    value === null ? [] : [`    '${nameOf(command)} ${long}') ${add(sourceOf(value))}; return ;;`],
  );

const options = (command: TreeCommand): string =>
  `    '${nameOf(command)} -'*) reply=(${command.options.map((one) => described(one.long, one.description)).join(' ')}); _describe option reply ;;`;

const rest = (command: TreeCommand): string => {
  const below = command.below.map(({ path, description }) => described(path.at(-1) ?? '', description));
  const commands = below.length === 0 ? '' : `reply=(${below.join(' ')}); _describe command reply; `;
  return `    '${nameOf(command)} '*) ${commands}${add(wordsAfter(command).argument)} ;;`;
};

export const zshCompletion = (tree: TreeCommand): string => {
  const all = allCommands(tree);
  return `#compdef runbook kubemend
# zsh completion for runbook, written by: runbook completion zsh
_runbook() {
  local at=runbook i
  local -a reply
  for ((i = 2; i < CURRENT; i++)); do
    case "$at/\${words[i]}" in
    ${all.slice(1).map(nameOf).join(' | ')}) at=$at/\${words[i]} ;;
    esac
  done
  case "$at \${words[CURRENT - 1]}" in
${all.flatMap(values).join('\n')}
  esac
  case "$at \${words[CURRENT]}" in
${all.map(options).join('\n')}
${all.map(rest).join('\n')}
  esac
}
if [ "\${funcstack[1]}" = _runbook ]; then _runbook "$@"; else compdef _runbook runbook kubemend; fi
`;
};
