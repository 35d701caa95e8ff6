import { Command, Option } from 'commander';
import { define } from './definition.ts';
import { assume, force, json, lang, ownCatalogue, target } from './options.ts';

export const doctor = define(
  ownCatalogue(new Command('doctor').description('look for every known fault at the same time; only reads'))
    .addOption(target())
    .addOption(force())
    .addOption(assume())
    .addOption(new Option('--jsonl', 'print each article as a line of JSON, as soon as it is examined'))
    .addOption(json())
    .addOption(lang()),
  async () => (await import('../commands/doctor.ts')).doctor,
);
