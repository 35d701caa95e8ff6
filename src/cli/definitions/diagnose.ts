import { Command } from 'commander';
import { define } from './definition.ts';
import { running } from './options.ts';

export const diagnose = define(
  running(new Command('diagnose').argument('<article>').description('tell whether the fault is here; only reads')),
  async () => (await import('../commands/run.ts')).diagnose,
);
