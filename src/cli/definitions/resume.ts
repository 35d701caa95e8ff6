import { Command } from 'commander';
import { define } from './definition.ts';
import { goingOn } from './options.ts';

export const resume = define(
  goingOn(
    new Command('resume')
      .argument('<run>', 'its id, or the beginning of it')
      .description('go on with a run that was killed or interrupted: what is done is not done again'),
  ),
  async () => (await import('../commands/resume.ts')).resume,
);
