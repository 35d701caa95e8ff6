/** Bash as a tree: its commands with their words, its redirections, what its variables can be. */
import { forEachChild, parse } from 'unbash';
import type { Command, ParsedScript, Redirect, SyntaxNode, Word } from 'unbash';
import type { Place } from './finding.ts';

/** One word of a command. `isLiteral`: its value is what the command will see. */
export type Argument = { value: string; isLiteral: boolean; raw: string; pos: number };

export type Shell = { source: string; tree: ParsedScript; nodes: SyntaxNode[] };

const nodesOf = (node: SyntaxNode): SyntaxNode[] => {
  const inner: SyntaxNode[] = [];
  forEachChild(node, (child) => inner.push(...nodesOf(child)));
  return [node, ...inner];
};

export const parseShell = (source: string): Shell => {
  const tree = parse(source);
  return { source, tree, nodes: nodesOf(tree) };
};

export const placeAt = (source: string, pos: number): Place => {
  const before = source.slice(0, pos).split('\n');
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
};

const isCommand = (node: SyntaxNode): node is Command => node.type === 'Command';
const isRedirect = (node: SyntaxNode): node is Redirect => node.type === 'Redirect';

export const commandsOf = ({ nodes }: Shell): Command[] => nodes.filter(isCommand);
export const redirectsOf = ({ nodes }: Shell): Redirect[] => nodes.filter(isRedirect);

/** The functions that the script defines itself: what they do is looked at where they are defined. */
export const functionsOf = ({ nodes }: Shell): Set<string> =>
  new Set(nodes.flatMap((node) => (node.type === 'Function' ? [node.name.value] : [])));

const FIXED = new Set(['Literal', 'SingleQuoted', 'AnsiCQuoted', 'Glob']);

type Part = NonNullable<Word['parts']>[number];
const isFixed = (part: Part): boolean => (part.type === 'DoubleQuoted' ? part.parts.every(isFixed) : FIXED.has(part.type));

export const argumentOf = (word: Word): Argument => ({
  value: word.value,
  isLiteral: (word.parts ?? []).every(isFixed),
  raw: word.text,
  pos: word.pos,
});

/** The words of a command after its name. */
export const argumentsOf = (command: Command): Argument[] =>
  command.args.map((arg) => (arg.type === 'Word' ? argumentOf(arg) : { value: arg.text, isLiteral: true, raw: arg.text, pos: arg.pos }));

type Variables = ReadonlyMap<string, readonly (readonly Argument[] | null)[]>;

const wordsOf = (word: Word): Argument[] | null => {
  const argument = argumentOf(word);
  if (!argument.isLiteral) return null;
  return argument.value.split(/\s+/).flatMap((value) => (value === '' ? [] : [{ ...argument, value }]));
};

const allWords = (words: readonly Word[]): Argument[] | null => {
  const all = words.map(argumentOf);
  return all.every(({ isLiteral }) => isLiteral) ? all : null;
};

/** Every value that the script gives a variable, as words; null for one that only the run will know. */
export const variablesOf = ({ nodes }: Shell): Variables => {
  const values = new Map<string, (Argument[] | null)[]>();
  const add = (name: string, value: Argument[] | null) => values.set(name, [...(values.get(name) ?? []), value]);
  for (const node of nodes) {
    if (node.type === 'Assignment') add(node.name, node.value.type === 'Word' ? wordsOf(node.value) : allWords(node.value.elements));
    if (node.type === 'For') for (const word of node.wordlist ?? []) add(node.name.value, wordsOf(word));
  }
  return values;
};

/** `$x`, `"$x"`, `${x}`, `"${x[@]}"` → `x`. */
const variableIn = (raw: string): string | undefined => /^"?\$(?:(\w+)|\{(\w+)(?:\[[@*]\])?\})"?$/.exec(raw)?.slice(1).find(Boolean);

/** What a command can be, word by word: more than one where its name is a variable, none that is known where null. */
export const waysOf = (words: Argument[], variables: Variables): (Argument[] | null)[] => {
  const [name, ...rest] = words;
  if (name === undefined || name.isLiteral) return [words];
  const values = variables.get(variableIn(name.raw) ?? '');
  return values?.map((value) => (value === null ? null : [...value, ...rest])) ?? [null];
};
