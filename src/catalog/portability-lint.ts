/** What macOS lacks, in articles about distributions that people run there: bash 3.2 and the BSD tools. */
import type { SyntaxNode } from 'unbash';
import type { Distro } from '../domain/article.ts';
import type { Draft } from './draft.ts';
import type { DraftStep } from './fence-options.ts';
import { finding } from './finding.ts';
import type { LintFinding } from './finding.ts';
import { commandRules, nodeRules } from './portability-rules.ts';
import type { Lack } from './portability-rules.ts';
import { recordOf } from './raw.ts';
import { ruleFor } from './reading-commands.ts';
import { argumentOf, argumentsOf, commandsOf, parseShell, placeAt } from './shell.ts';
import type { Argument } from './shell.ts';

const ON_MACS: readonly Distro[] = ['kind', 'k3d', 'minikube'];
/** Behind these a command still runs on the same machine; behind `docker exec` it does not. */
const SAME_MACHINE = new Set(['sudo', 'env', 'xargs', 'command', 'exec', 'time', 'timeout', 'nice', 'find']);

export type Lacking = Lack & { pos: number };

/** A command and the commands that it runs here. */
const chain = (words: Argument[]): Argument[][] => {
  const [name, ...args] = words;
  if (name === undefined || !SAME_MACHINE.has(name.value)) return [words];
  const verdict = ruleFor(name.value)?.(args);
  return [words, ...(verdict?.kind === 'runs' ? verdict.commands.flatMap(chain) : [])];
};

const inCommand = (words: Argument[]): Lacking[] => {
  const [name, ...args] = words;
  if (name === undefined) return [];
  return commandRules.filter(({ names, lacks }) => names.includes(name.value) && lacks(args)).map((rule) => ({ ...rule, pos: name.pos }));
};

const inNode = (node: SyntaxNode): Lacking[] => nodeRules.filter(({ lacks }) => lacks(node)).map((rule) => ({ ...rule, pos: node.pos }));

export const lackingOnMacs = (script: string): Lacking[] => {
  const shell = parseShell(script);
  const words = commandsOf(shell).flatMap((command) =>
    command.name === undefined ? [] : chain([argumentOf(command.name), ...argumentsOf(command)]),
  );
  return [...words.flatMap(inCommand), ...shell.nodes.flatMap(inNode)];
};

const toFinding = (draft: Draft, step: DraftStep, { what, instead, pos }: Lacking): LintFinding =>
  finding(draft.article.file, step.inScript(placeAt(step.script, pos)), {
    rule: 'not-on-macos',
    message: `macOS has no ${what}`,
    help: instead,
  });

export const portabilityLint = (draft: Draft): LintFinding[] => {
  const distro = recordOf(draft.yaml.data)['distro'];
  if (!ON_MACS.some((one) => one === distro)) return [];
  return draft.steps.flatMap((step) => lackingOnMacs(step.script).map((lacking) => toFinding(draft, step, lacking)));
};
