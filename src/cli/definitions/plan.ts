import { Command } from 'commander';
import { define } from './definition.ts';
import { running } from './options.ts';

export const plan = define(
  running(
    new Command('plan')
      .argument('<article>')
      .description('do all that only reads, then print every change that `run` would make')
      .option('--resolution <id>', 'another way to fix it')
      .option('--out <file>', 'save the plan, to be followed by run --plan as long as nothing it was made from changes'),
  ),
  async () => (await import('../commands/run.ts')).plan,
);
