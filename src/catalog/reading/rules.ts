/** The few forms in which one can say of a command when it only reads. */
import type { Argument } from '../shell.ts';

export type Verdict =
  | { kind: 'reads' }
  | { kind: 'writes'; why: string }
  | { kind: 'unknown'; why: string }
  /** It runs other commands: look at these words, or at this script. */
  | { kind: 'runs'; commands: Argument[][] }
  | { kind: 'script'; source: Argument };

export type Rule = (args: Argument[]) => Verdict;

const READS: Verdict = { kind: 'reads' };
export const writesBecause = (why: string): Verdict => ({ kind: 'writes', why });
export const unknownBecause = (why: string): Verdict => ({ kind: 'unknown', why });
export const runsWords = (...commands: Argument[][]): Verdict => ({ kind: 'runs', commands });

export const reads: Rule = () => READS;

/** Whatever it is told: it changes something. */
export const always =
  (why: string): Rule =>
  () =>
    writesBecause(why);

/** It reads, unless a word of it matches. */
export const unless =
  (changing: RegExp, otherwise: Rule = reads): Rule =>
  (args) => {
    const word = args.find(({ value }) => changing.test(value));
    return word === undefined ? otherwise(args) : writesBecause(`\`${word.value}\` changes something`);
  };

/** It reads only if one of its words says so. */
export const onlyWith =
  (reading: RegExp): Rule =>
  (args) =>
    args.some(({ value }) => reading.test(value)) ? READS : unknownBecause('none of its options says that it only reads');

/** The words that are no options, nor the values of the options named. */
export const operands = (args: Argument[], valued: readonly string[] = []): Argument[] =>
  args.filter(({ value }, index) => !value.startsWith('-') && !valued.includes(args[index - 1]?.value ?? ''));

type Subcommands = {
  /** One or two words each. `''`: also without any. */
  reading: readonly string[];
  /** Options, before the subcommand, whose value is the next word. */
  valued?: readonly string[];
  /** Subcommands with a rule of their own for what follows them. */
  rules?: Readonly<Record<string, Rule>>;
};

const VERSION = /^(?:--version|--help|-h|-V|-l|-v|-k)$/;

/** `kubectl -n x get pods`: the subcommand decides. */
export const subcommands =
  ({ reading, valued = [], rules = {} }: Subcommands): Rule =>
  (args) => {
    const words = operands(args, valued);
    const [first, second] = words;
    if (first === undefined)
      return reading.includes('') || args.some(({ value }) => VERSION.test(value)) ? READS : unknownBecause('it names no subcommand');
    if (!first.isLiteral) return unknownBecause('its subcommand is not known before it runs');
    const rule = rules[first.value];
    if (rule !== undefined) return rule(args.slice(args.indexOf(first) + 1));
    const two = `${first.value} ${second?.value ?? ''}`.trim();
    return reading.includes(first.value) || reading.includes(two)
      ? READS
      : unknownBecause(`\`${two}\` is not among its subcommands that only read`);
  };

type Wrapper = {
  /** Options whose value is the next word. */
  valued?: readonly string[];
  /** How many operands are its own. */
  own?: number;
  /** Options with which, and whether without a command, it starts a shell that reads who knows what. */
  shell?: RegExp;
};

const STARTS_A_SHELL = unknownBecause('it starts a shell, and what that runs is not written here');

/** `sudo -n cmd …`: what counts is the command behind its own words. */
export const wrapper =
  ({ valued = [], own = 0, shell }: Wrapper): Rule =>
  (args) => {
    let left = own;
    for (let at = 0; at < args.length; at += 1) {
      const value = args[at]?.value ?? '';
      if (value === '--') return runsWords(args.slice(at + 1 + left));
      if (shell?.test(value)) return STARTS_A_SHELL;
      if (valued.includes(value)) at += 1;
      else if (value.startsWith('-') || /^\w+=/.test(value)) continue;
      else if (left > 0) left -= 1;
      else return runsWords(args.slice(at));
    }
    return shell === undefined || args.some(({ value }) => VERSION.test(value)) ? READS : STARTS_A_SHELL;
  };

/** What stands behind `--`. */
export const afterDashes: Rule = (args) => {
  const dashes = args.findIndex(({ value }) => value === '--');
  return dashes === -1 ? unknownBecause('it runs a command that does not follow `--`') : runsWords(args.slice(dashes + 1));
};

/** `bash -c '…'`. A script in a file, or on stdin, is not looked into. */
export const shellScript: Rule = (args) => {
  const at = args.findIndex(({ value }) => /^-[a-z]*c$/.test(value));
  const source = at === -1 ? undefined : args[at + 1];
  if (source === undefined) return unknownBecause('what it runs is not written here');
  return source.isLiteral ? { kind: 'script', source } : unknownBecause('its script is not known before it runs: use single quotes');
};

/** The same rule for several names. */
export const every = (names: string, rule: Rule): Record<string, Rule> =>
  Object.fromEntries(
    names
      .trim()
      .split(/\s+/)
      .map((name) => [name, rule]),
  );

/** `get, config view` → its items; an empty item stands for "without any". */
export const listed = (items: string): string[] => items.split(',').map((item) => item.trim());
