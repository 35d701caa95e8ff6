import { Command } from 'commander';
import { define } from './definition.ts';
import { assume, force, input, inputFile, lang, onCluster, ownCatalogue, target } from './options.ts';

export const collect = define(
  ownCatalogue(onCluster(new Command('collect')))
    .argument('<article>')
    .description('gather the evidence for an issue, without secrets; only reads')
    .option('--out <file>', 'file.md, or file.tar.gz with all that was printed (default: Markdown to stdout)')
    .addOption(target())
    .addOption(input())
    .addOption(inputFile())
    .addOption(force())
    .addOption(assume())
    .addOption(lang()),
  async () => (await import('../commands/collect.ts')).collect,
);
