/** The command line as data, read from the library's definitions: what completion and the manual page are made of. */
import type { Argument, Command, Option } from 'commander';

/** `value` is the placeholder in its flags (`format[=file]`), null for a switch. */
export type TreeOption = { long: string; flags: string; value: string | null; description: string };
export type TreeArgument = { name: string; usage: string };
/** `path` are the words that lead there: [] for the program itself, ['lab', 'down']. */
export type TreeCommand = { path: string[]; description: string; arguments: TreeArgument[]; options: TreeOption[]; below: TreeCommand[] };

const optionOf = ({ long, flags, description }: Option): TreeOption => ({
  long: long ?? '',
  flags,
  value: /[<[](.+)[>\]]/.exec(flags)?.[1] ?? null,
  description,
});

const argumentOf = (argument: Argument): TreeArgument => {
  const name = `${argument.name()}${argument.variadic ? '...' : ''}`;
  return { name: argument.name(), usage: argument.required ? `<${name}>` : `[${name}]` };
};

const HELP: TreeOption = { long: '--help', flags: '--help', value: null, description: 'tell how it is used' };

export const commandTree = (command: Command, path: string[] = []): TreeCommand => ({
  path,
  description: command.description(),
  arguments: command.registeredArguments.map(argumentOf),
  options: [...command.options.filter(({ hidden, long }) => !hidden && long !== '--version').map(optionOf), HELP],
  below: command.commands.map((one) => commandTree(one, [...path, one.name()])),
});

/** The command and all below it, those above first. */
export const allCommands = (tree: TreeCommand): TreeCommand[] => [tree, ...tree.below.flatMap(allCommands)];
