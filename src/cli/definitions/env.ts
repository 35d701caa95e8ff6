import { Command } from 'commander';
import { define } from './definition.ts';
import { assume, json, lang, target } from './options.ts';

export const env = define(
  new Command('env')
    .description('tell what is here: distributions, engines, versions, and how each was learnt; only reads')
    .addOption(target())
    .addOption(assume())
    .addOption(json())
    .addOption(lang()),
  async () => (await import('../commands/env.ts')).env,
);
