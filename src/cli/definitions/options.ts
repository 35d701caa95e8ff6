/** Options that several commands share. */
import { Option } from 'commander';
import type { Command } from 'commander';

const collectValues = (value: string, before: string[] = []): string[] => [...before, value];

export const json = (): Option => new Option('--json', 'print one JSON document');
export const lang = (): Option => new Option('--lang <language>', 'en or zh-cn (default: the language of the locale)');

export const assume = (): Option =>
  new Option(
    '--assume <component=version>',
    'take this version for granted, such as k3s=v1.32.2+k3s1; may be given several times',
  ).argParser(collectValues);

export const target = (): Option =>
  new Option('--target <target>', 'where: local (the default), ssh://[user@]host[:port], docker://<container>, minikube://<profile>');

export const catalog = (): Option => new Option('--catalog <dir>', 'a directory with articles of your own, beside those of the project');

/** For what runs articles. */
export const ownCatalogue = (command: Command): Command =>
  command
    .addOption(catalog())
    .addOption(new Option('--trust-catalog <digest>', 'let the articles in --catalog run as long as this is their digest, without asking'));

export const input = (): Option =>
  new Option('--input <NAME=value>', 'a value the runbook asks for; may be given several times').argParser(collectValues);

export const inputFile = (): Option =>
  new Option('--input-file <file>', 'values as YAML or JSON, NAME: value; for secrets, which are refused in a command line');

/** Which cluster the steps speak to. */
export const onCluster = (command: Command): Command =>
  command
    .addOption(new Option('--context <name>', 'the cluster that is meant, where there are several'))
    .addOption(new Option('--kubeconfig <file>', 'the kubeconfig on the target that knows it'));

export const force = (): Option => new Option('--force', 'go on although the article does not seem to apply');

export const output = (): Option =>
  new Option('--output <format[=file]>', 'report as pretty, jsonl, json, junit, markdown or github; with a file, also there').argParser(
    collectValues,
  );

/** What diagnose, plan and run have in common. */
export const running = (command: Command): Command =>
  ownCatalogue(onCluster(command))
    .addOption(target().argParser(collectValues))
    .addOption(new Option('--parallel <number>', 'with several --target: how many at once (default: one after the other)'))
    .addOption(new Option('--ask-sudo', 'ask for the password that sudo wants there'))
    .addOption(input())
    .addOption(inputFile())
    .addOption(force())
    .addOption(assume())
    .addOption(output())
    .addOption(new Option('--jsonl', 'print every event as a line of JSON (--output jsonl)'))
    .addOption(json())
    .addOption(lang());

/** What a run that goes on, or is taken back, has in common: everything else is known from its journal. */
export const goingOn = (command: Command): Command =>
  onCluster(command)
    .option('--yes', 'allow reversible changes, and the undo, without asking')
    .addOption(new Option('--allow <risks>', 'allow these without asking too: disruptive,destructive'))
    .addOption(new Option('--break-lock <run>', 'take the target from this run, which you know to have ended'))
    .addOption(inputFile())
    .addOption(new Option('--ask-sudo', 'ask for the password that sudo wants there'))
    .addOption(output())
    .addOption(new Option('--jsonl', 'print every event as a line of JSON (--output jsonl)'))
    .addOption(json())
    .addOption(lang());
