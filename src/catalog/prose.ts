/** What of an article is prose: all else blanked out, so that lines and columns stay what they are. */
import { childrenOf, spanOf } from './parse-article.ts';
import type { ParsedArticle, Span } from './parse-article.ts';

type Node = NonNullable<ParsedArticle['root']>;

/** Top-level keys of the frontmatter that hold sentences; the others hold data, or words of other people. */
const SPOKEN = new Set(['title', 'symptom', 'summary', 'resolutions', 'steps']);
/** What other people wrote stays as they wrote it. */
const QUOTED = new Set(['blockquote', 'code', 'inlineCode', 'yaml']);

const blank = (text: string): string => text.replaceAll(/[^\n]/g, ' ');
/** `  pods: Which of them run?`, `  - title: …`: a key is an id or a name of the format. */
const withoutKey = (line: string): string => line.replace(/^ *(- )?[\w-]+:(?= |$)/, blank);
const withoutCode = (text: string): string => text.replaceAll(/`[^`]*`/g, blank);

const textSpans = (node: Node): Span[] => {
  if (QUOTED.has(node.type)) return [];
  return node.type === 'text' ? [spanOf(node)] : childrenOf(node).flatMap(textSpans);
};

const spokenFrontmatter = (frontmatter: string): string => {
  let speaks = false;
  const lines = frontmatter.split('\n').map((line) => {
    const key = /^([A-Za-z]+):/.exec(line)?.[1];
    if (key !== undefined) speaks = SPOKEN.has(key);
    return speaks ? withoutKey(line) : blank(line);
  });
  return withoutCode(lines.join('\n'));
};

const titleInFence = (fence: string): string =>
  fence
    .split('\n')
    .map((line) => (line.startsWith('#| title: ') ? withoutCode(line) : blank(line)))
    .join('\n');

type Piece = { start: number; text: string };

const pieces = ({ source, root, frontmatter, fences }: ParsedArticle): Piece[] => [
  ...(frontmatter === null ? [] : [{ start: '---\n'.length, text: spokenFrontmatter(frontmatter) }]),
  ...(root === null ? [] : textSpans(root).map(({ start, end }) => ({ start, text: source.slice(start, end) }))),
  ...fences.map(({ span }) => ({ start: span.start, text: titleInFence(source.slice(span.start, span.end)) })),
];

/** As long as the source, line by line. */
export const proseOf = (article: ParsedArticle): string =>
  pieces(article).reduce(
    (text, piece) => text.slice(0, piece.start) + piece.text + text.slice(piece.start + piece.text.length),
    blank(article.source),
  );
