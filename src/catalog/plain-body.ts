/** The prose of an article as Markdown for terminals: without frontmatter, components and pictures, each step a line `{{step id}}`. */
import { childrenOf, spanOf } from './parse-article.ts';
import type { ParsedArticle, Span } from './parse-article.ts';

type Edit = Span & { text: string };
type Root = NonNullable<ParsedArticle['root']>;

/** Components of which not even the words are for a terminal. */
const PICTURES = new Set(['svg', 'style', 'script', 'img', 'video', 'iframe']);

export const stepLine = (id: string): string => `{{step ${id}}}`;

const cut = (span: Span): Edit => ({ ...span, text: '' });

/** Only the tags go; what stands between them stays. */
const tagsOf = (node: Root): Edit[] => {
  const [first, last] = [childrenOf(node).at(0), childrenOf(node).at(-1)];
  const span = spanOf(node);
  if (first === undefined || last === undefined) return [cut(span)];
  return [
    cut({ start: span.start, end: spanOf(first).start }),
    ...childrenOf(node).flatMap(editsOf),
    cut({ start: spanOf(last).end, end: span.end }),
  ];
};

const editsOf = (node: Root): Edit[] => {
  switch (node.type) {
    case 'yaml':
    case 'mdxjsEsm':
    case 'mdxFlowExpression':
    case 'mdxTextExpression':
      return [cut(spanOf(node))];
    case 'mdxJsxFlowElement':
    case 'mdxJsxTextElement':
      return PICTURES.has(node.name ?? '') ? [cut(spanOf(node))] : tagsOf(node);
    default:
      return childrenOf(node).flatMap(editsOf);
  }
};

/** The edits of the tree, but for what lies in a step: that is one edit. */
const merged = (edits: Edit[], steps: Edit[]): Edit[] => {
  const within = (edit: Edit): boolean => steps.some(({ start, end }) => edit.start >= start && edit.end <= end);
  return [...edits.filter((edit) => !within(edit)), ...steps].toSorted((a, b) => a.start - b.start);
};

const apply = (source: string, edits: Edit[]): string => {
  let at = 0;
  let out = '';
  for (const { start, end, text } of edits) {
    out += source.slice(at, start) + text;
    const isBlock = text === '' && (out === '' || out.endsWith('\n'));
    at = isBlock ? end + (/^[ \t]*\n*/.exec(source.slice(end))?.[0].length ?? 0) : end;
  }
  return out + source.slice(at);
};

/** `steps`: where the steps stand, and their ids. */
export const plainBody = ({ source, root }: ParsedArticle, steps: readonly { id: string; span: Span }[]): string => {
  if (root === null) return '';
  const lines = steps.map(({ id, span }) => ({ ...span, text: stepLine(id) }));
  return `${apply(source, merged(editsOf(root), lines)).trim()}\n`;
};
