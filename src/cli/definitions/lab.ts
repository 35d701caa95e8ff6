import { Command } from 'commander';
import { define } from './definition.ts';
import { json, lang } from './options.ts';

const labs = () => import('../commands/labs.ts');

const below = [
  define(
    new Command('list').description('the labs there are, and whether they can run here').addOption(json()),
    async () => (await labs()).list,
  ),
  define(new Command('status').description('the labs that stand').addOption(json()), async () => (await labs()).status),
  define(
    new Command('prepare')
      .description('build what labs on a real cluster need (npm run cluster)')
      .option('--prune', 'then take away what only earlier versions of it needed'),
    async () => (await labs()).prepare,
  ),
  define(
    new Command('down')
      .argument('[instance...]')
      .description('take away what labs left behind, or these')
      .option('--all', 'those that were kept, or are still at work, too')
      .addOption(json()),
    async () => (await labs()).down,
  ),
];

export const lab = define(
  new Command('lab')
    .argument('[article]')
    .description('make the failure real, fix it, and check that the runbook tells the truth')
    .option('--level <level>', 'component, cluster or distribution: how real (default: what needs least)')
    .option('--cell <cell...>', 'only these cells or mutations of it, by id')
    .option('--keep', 'only break it, leave it up, and say how to get in')
    .addOption(json())
    .addOption(lang()),
  async () => (await import('../commands/lab.ts')).lab,
  below,
);
