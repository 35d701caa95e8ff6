import { Command } from 'commander';
import { define } from './definition.ts';
import { json, lang } from './options.ts';

export const begin = define(
  new Command('new')
    .argument('<slug>')
    .description('begin an article: a skeleton that lint tells how to finish')
    .addOption(json())
    .addOption(lang()),
  async () => (await import('../commands/new.ts')).begin,
);
