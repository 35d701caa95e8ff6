/** Prints what a shell needs to complete commands, options, articles and runs. */
import type { Command } from 'commander';
import { fail } from '../../domain/problem.ts';
import { commandTree } from '../command-tree.ts';
import type { TreeCommand } from '../command-tree.ts';
import { bashCompletion } from '../completion/bash.ts';
import { fishCompletion } from '../completion/fish.ts';
import { shells } from '../completion/sources.ts';
import type { Shell } from '../completion/sources.ts';
import { zshCompletion } from '../completion/zsh.ts';

const MAKERS: Record<Shell, (tree: TreeCommand) => string> = { bash: bashCompletion, zsh: zshCompletion, fish: fishCompletion };

/** `root` is the whole program. */
export const completion = (shell: string, root: Command): string => {
  const known =
    shells.find((name) => name === shell) ??
    fail('usage', `There is no completion for ${shell}.`, { hint: `There is for ${shells.join(', ')}.` });
  return MAKERS[known](commandTree(root));
};
