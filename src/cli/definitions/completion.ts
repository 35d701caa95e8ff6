import { Command } from 'commander';
import { processIo } from '../io.ts';
import type { Definition } from './definition.ts';

const HOW = `
Where it goes:
  bash  runbook completion bash > ~/.local/share/bash-completion/completions/runbook
  zsh   runbook completion zsh > <a directory of $fpath>/_runbook
  fish  runbook completion fish > ~/.config/fish/completions/runbook.fish
`;

/** Unlike the others it speaks of the whole program, so the command itself is asked for it. */
export const completion: Definition = {
  command: (done) =>
    new Command('completion')
      .argument('<shell>', 'bash, zsh or fish')
      .description('print the completion for a shell: commands, options, articles, runs')
      .addHelpText('after', HOW)
      .action(async (shell: string, _options: object, command: Command) => {
        const { completion: print } = await import('../commands/completion.ts');
        processIo(undefined).out(print(shell, command.parent ?? command));
        done(0);
      }),
};
