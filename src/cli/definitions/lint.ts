import { Command } from 'commander';
import { define } from './definition.ts';
import { json, lang } from './options.ts';

export const lint = define(
  new Command('lint').argument('[path...]').description('check articles and their runbooks').addOption(json()).addOption(lang()),
  async () => (await import('../commands/lint.ts')).lint,
);
