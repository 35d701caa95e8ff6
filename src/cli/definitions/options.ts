/** Options that several commands share. */
import { Option } from 'commander';
import type { Command } from 'commander';

const collectValues = (value: string, before: string[] = []): string[] => [...before, value];

export const json = (): Option => new Option('--json', 'print one JSON document');
export const lang = (): Option => new Option('--lang <language>', 'en or zh-cn (default: the language of the locale)');

/** What diagnose, plan and run have in common. */
export const running = (command: Command): Command =>
  command
    .addOption(
      new Option('--target <target>', 'where: local, ssh://[user@]host[:port], docker://<container>, minikube://<profile>').default(
        'local',
      ),
    )
    .addOption(new Option('--input <NAME=value>', 'a value the runbook asks for; may be given several times').argParser(collectValues))
    .addOption(new Option('--force', 'go on although the article does not seem to apply'))
    .addOption(new Option('--jsonl', 'print every event as a line of JSON'))
    .addOption(json())
    .addOption(lang());
