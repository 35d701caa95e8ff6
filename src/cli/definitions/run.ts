import { Command, Option } from 'commander';
import { define } from './definition.ts';
import { running } from './options.ts';

export const run = define(
  running(new Command('run').argument('[article]').description('diagnose, show the plan, ask, fix, verify; undo when it fails'))
    .option('--resolution <id>', 'another way to fix it')
    .option('--plan <file>', 'follow this saved plan; refused when what it was made from has changed')
    .option('--yes', 'allow reversible changes without asking')
    .addOption(new Option('--break-lock <run>', 'take the target from this run, which you know to have ended'))
    .addOption(new Option('--allow <risks>', 'allow these without asking too: disruptive,destructive')),
  async () => (await import('../commands/run.ts')).run,
);
