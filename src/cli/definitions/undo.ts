import { Command } from 'commander';
import { define } from './definition.ts';
import { goingOn } from './options.ts';

export const undo = define(
  goingOn(
    new Command('undo').argument('<run>', 'its id, or the beginning of it').description('take back what a run did, the last change first'),
  ),
  async () => (await import('../commands/undo.ts')).undo,
);
