/** sed, awk and find: languages of their own, in which one can write too. */
import { operands, reads, runsWords, unknownBecause, writesBecause } from './rules.ts';
import type { Rule, Verdict } from './rules.ts';
import type { Argument } from '../shell.ts';

const skip = (script: string, at: number, pattern: RegExp): number => at + (pattern.exec(script.slice(at))?.[0].length ?? 0);

/** The end of a part that a delimiter closes, a backslash before it not counting. */
const closing = (script: string, from: number, delimiter: string): number => {
  for (let at = from; at < script.length; at += 1) {
    if (script[at] === '\\') at += 1;
    else if (script[at] === delimiter) return at + 1;
  }
  return script.length;
};

const afterAddress = (script: string, from: number): number => {
  const at = skip(script, from, /^[\s;{}!,~+\d$]*/);
  if (script[at] === '/') return afterAddress(script, skip(script, closing(script, at + 1, '/'), /^[IM]*/));
  if (script[at] === '\\') return afterAddress(script, closing(script, at + 2, script[at + 1] ?? ''));
  return at;
};

/** A sed script, command by command: `w`, `e` and the flags of the same names write or run. */
export const sedChanges = (script: string): string | null => {
  let at = 0;
  while (at < script.length) {
    at = afterAddress(script, at);
    const command = script[at] ?? '';
    if ('wWe'.includes(command) && command !== '') return command;
    if (command === 's' || command === 'y') {
      const delimiter = script[at + 1] ?? '';
      const end = closing(script, closing(script, at + 2, delimiter), delimiter);
      const flags = /^[gpiIemMw0-9]*/.exec(script.slice(end))?.[0] ?? '';
      if (command === 's' && /[we]/.test(flags)) return `s///${flags}`;
      at = end + flags.length;
    } else at = 'aicrRbtT:'.includes(command) ? skip(script, at, /^[^\n]*/) : at + 1;
  }
  return null;
};

/** The scripts among the words: of `-e`, or else the first operand. */
const scriptsIn = (args: Argument[], flag: RegExp): Argument[] => {
  const given = args.filter((_, index) => flag.test(args[index - 1]?.value ?? ''));
  return given.length > 0 ? given : operands(args).slice(0, 1);
};

export const sed: Rule = (args) => {
  if (args.some(({ value }) => /^(?:-[a-zA-Z]*i|--in-place)/.test(value))) return writesBecause('`-i` writes the file');
  if (args.some(({ value }) => /^(?:-[a-zA-Z]*f|--file)/.test(value))) return unknownBecause('its script is in a file');
  const change = scriptsIn(args, /^(?:-[a-zA-Z]*e|--expression)$/)
    .map(({ value }) => sedChanges(value))
    .find((one) => one !== null);
  return change === undefined ? reads(args) : writesBecause(`\`${change}\` in its script writes or runs`);
};

const withoutTexts = (program: string): string =>
  program
    .replaceAll(/>>?\s*"\/dev\/std(?:err|out)"/g, '')
    .replaceAll(/"(?:[^"\\]|\\.)*"/g, '""')
    .replaceAll(/#.*$/gm, '');

const awkProgram = (text: string): Verdict | null => {
  const program = withoutTexts(text);
  if (/\b(?:print|printf)\b[^;\n}|]*>/.test(program)) return writesBecause('its program prints to a file');
  if (/\bsystem\s*\(|\|&?\s*(?:""|getline\b)|""\s*\|\s*getline/.test(program)) return unknownBecause('its program runs another command');
  return null;
};

export const awk: Rule = (args) => {
  if (args.some(({ value }) => value === 'inplace')) return writesBecause('`-i inplace` writes the file');
  if (args.some(({ value }) => /^(?:-f|--file)/.test(value))) return unknownBecause('its program is in a file');
  const [program] = operands(args, ['-v', '-F']);
  return (program && awkProgram(program.value)) ?? reads(args);
};

const isExec = ({ value }: Argument): boolean => /^-(?:exec|ok)(?:dir)?$/.test(value);

/** `find` reads, and so does what it runs, if that does. */
export const find: Rule = (args) => {
  const changing = args.find(({ value }) => /^-(?:delete|fprint|fprint0|fprintf|fls)$/.test(value));
  if (changing !== undefined) return writesBecause(`\`${changing.value}\` changes something`);
  const run = args.flatMap((arg, index) => {
    if (!isExec(arg)) return [];
    const rest = args.slice(index + 1);
    const end = rest.findIndex(({ value }) => value === ';' || value === '+');
    return [end === -1 ? rest : rest.slice(0, end)];
  });
  return run.length === 0 ? reads(args) : runsWords(...run);
};
