import { Command } from 'commander';
import { define } from './definition.ts';
import { catalog, json, lang } from './options.ts';

export const list = define(
  new Command('list').description('list the articles').addOption(catalog()).addOption(json()).addOption(lang()),
  async () => (await import('../commands/list.ts')).list,
);
