/** Proves, as far as grammar can, that a step of a reading phase changes nothing. */
import type { Redirect } from 'unbash';
import { readingPhases } from '../domain/step.ts';
import { optionOf } from './draft.ts';
import type { Draft } from './draft.ts';
import type { DraftStep } from './fence-options.ts';
import { finding } from './finding.ts';
import type { LintFinding } from './finding.ts';
import { ruleFor } from './reading-commands.ts';
import { argumentOf, argumentsOf, commandsOf, functionsOf, parseShell, placeAt, redirectsOf, variablesOf, waysOf } from './shell.ts';
import type { Argument, Shell } from './shell.ts';

/** What is wrong with one command, at a position of the script. */
export type Doubt = { kind: 'writes' | 'unknown' | 'syntax'; pos: number; name: string; why: string };

const DEEPEST = 8;
type Within = { shell: Shell; functions: Set<string>; depth: number };

const judgeWords = (words: Argument[], within: Within): Doubt[] => {
  const [name, ...args] = words;
  if (name === undefined || (name.isLiteral && within.functions.has(name.value))) return [];
  if (!name.isLiteral) return [{ kind: 'unknown', pos: name.pos, name: name.raw, why: 'which command it is shows only when it runs' }];
  const verdict = ruleFor(name.value)?.(args) ?? { kind: 'unknown', why: 'it is not on the list of commands that only read' };
  switch (verdict.kind) {
    case 'reads':
      return [];
    case 'writes':
    case 'unknown':
      return [{ kind: verdict.kind, pos: name.pos, name: name.value, why: verdict.why }];
    case 'runs':
      return verdict.commands.flatMap((command) => judgeWays(command, within));
    case 'script':
      return doubtsOf(verdict.source.value, within.depth + 1).map((doubt) => ({ ...doubt, pos: verdict.source.pos }));
  }
};

const judgeWays = (words: Argument[], within: Within): Doubt[] =>
  waysOf(words, variablesOf(within.shell)).flatMap((way) => {
    if (way !== null) return judgeWords(way, within);
    return [{ kind: 'unknown', pos: words[0]?.pos ?? 0, name: words[0]?.raw ?? '', why: 'which command it is shows only when it runs' }];
  });

const HARMLESS = /^"?\/dev\/(?:null|stdout|stderr|fd\/\d+|tcp\/|udp\/)/;
/** `2>&1`, `>&-`, `>&"$fd"`. */
const DESCRIPTOR = /^"?(?:\d+-?|-|\$\{?\w+\}?)"?$/;

const judgeRedirect = ({ operator, target, pos }: Redirect): Doubt[] => {
  const to = target?.text ?? '';
  if (operator === '<' || operator === '<&' || HARMLESS.test(to)) return [];
  if (operator === '>&' && DESCRIPTOR.test(to)) return [];
  return [{ kind: 'writes', pos, name: `${operator} ${to}`, why: 'it writes a file' }];
};

export const doubtsOf = (script: string, depth = 0): Doubt[] => {
  const shell = parseShell(script);
  const errors = (shell.tree.errors ?? []).map(({ pos, message }): Doubt => ({ kind: 'syntax', pos, name: '', why: message }));
  if (errors.length > 0 || depth > DEEPEST) return errors;
  const within = { shell, functions: functionsOf(shell), depth };
  const words = commandsOf(shell).flatMap((command) =>
    command.name === undefined ? [] : [[argumentOf(command.name), ...argumentsOf(command)]],
  );
  return [...words.flatMap((one) => judgeWays(one, within)), ...redirectsOf(shell).flatMap(judgeRedirect)];
};

const WORDS: Record<Doubt['kind'], (doubt: Doubt, step: DraftStep) => Pick<LintFinding, 'rule' | 'message' | 'help'>> = {
  writes: ({ name, why }, { phase }) => ({
    rule: 'writes',
    message: `\`${name}\` in a ${phase} step: ${why}`,
    help: 'only read here: what changes something belongs in a fix, with its risk and undo',
  }),
  unknown: ({ name, why }, { phase }) => ({
    rule: 'unknown-command',
    message: `\`${name}\` in a ${phase} step: ${why}`,
    help: 'if it only reads, add `#| reads: <the reason>` to the step',
  }),
  syntax: ({ why }) => ({ rule: 'bash-syntax', message: `bash cannot read this: ${why}`, help: 'mend the script' }),
};

const toFinding = (draft: Draft, step: DraftStep, doubt: Doubt): LintFinding =>
  finding(draft.article.file, step.inScript(placeAt(step.script, doubt.pos)), WORDS[doubt.kind](doubt, step));

const isReading = ({ phase }: DraftStep): boolean => readingPhases.some((one) => one === phase);

const needless = (draft: Draft, step: DraftStep): LintFinding =>
  finding(draft.article.file, step.yaml.at(['reads']), {
    rule: 'needless-reads',
    message: 'every command of the step is known to read',
    help: 'leave out `reads`',
  });

const lintReading = (draft: Draft, step: DraftStep): LintFinding[] => {
  const doubts = doubtsOf(step.script);
  const excused = optionOf(step, 'reads') !== undefined;
  const makes = optionOf(step, 'canary') !== undefined;
  if (!excused && !makes) return doubts.map((doubt) => toFinding(draft, step, doubt));
  const rest = doubts.filter(({ kind }) => kind !== 'unknown');
  return doubts.length === 0 && excused ? [needless(draft, step)] : rest.map((doubt) => toFinding(draft, step, doubt));
};

const lintSyntax = (draft: Draft, step: DraftStep): LintFinding[] =>
  doubtsOf(step.script)
    .filter(({ kind }) => kind === 'syntax')
    .map((doubt) => toFinding(draft, step, doubt));

export const readingLint = (draft: Draft): LintFinding[] =>
  draft.steps.flatMap((step) => (isReading(step) ? lintReading(draft, step) : lintSyntax(draft, step)));
