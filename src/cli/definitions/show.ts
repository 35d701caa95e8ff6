import { Command } from 'commander';
import { define } from './definition.ts';
import { catalog, json, lang } from './options.ts';

export const show = define(
  new Command('show')
    .argument('<article>', 'slug or id, such as microk8s-dnat or KM0001')
    .description('print an article: what it is about and every command in it')
    .addOption(catalog())
    .addOption(json())
    .addOption(lang()),
  async () => (await import('../commands/show.ts')).show,
);
