import { Argument, Command, Option } from 'commander';
import { define } from './definition.ts';
import { json, lang } from './options.ts';

const commands = () => import('../commands/runs.ts');
const theRun = () => new Argument('<run>', 'its id, or the beginning of it');

const below = [
  define(
    new Command('show')
      .addArgument(theRun())
      .description('tell what happened in it, and what can be done now')
      .addOption(json())
      .addOption(lang()),
    async () => (await commands()).show,
  ),
  define(
    new Command('export')
      .addArgument(theRun())
      .description('print it as a report, for an issue or a machine')
      .addOption(new Option('--format <format>', 'the form of the report').choices(['markdown', 'json', 'junit']).default('markdown'))
      .addOption(lang()),
    async () => (await commands()).exportRun,
  ),
];

export const runs = define(
  new Command('runs')
    .description('the runs that are kept here: what became of each, and which can go on')
    .addOption(json())
    .addOption(lang()),
  async () => (await commands()).list,
  below,
);
