/** MDX → frontmatter, headings, fences and step references, each with its exact place. The only importer of satteri. */
import { mdxToMdast } from 'satteri';
import type { MdastNode } from 'satteri';
import { finding } from './finding.ts';
import type { LintFinding, Place } from './finding.ts';

export type Heading = { depth: number; text: string; place: Place };
export type Span = { start: number; end: number };

/** A fenced block. `inside` maps a place in its value to the place in the file. */
export type Fence = { lang: string; meta: string; value: string; place: Place; span: Span; inside: (place: Place) => Place };

/** `<Step id="…" />` in a translation. */
export type StepReference = { id: string; place: Place; span: Span };

export type ParsedArticle = {
  file: string;
  /** The text with line ends as `\n`: what all spans count in. */
  source: string;
  root: MdastNode | null;
  /** The YAML between the dashes; null where there is none. It starts in line 2. */
  frontmatter: string | null;
  headings: Heading[];
  fences: Fence[];
  references: StepReference[];
  /** What is wrong with the form of the file. Where there is something, the rest is not to be trusted. */
  findings: LintFinding[];
};

export const childrenOf = (node: MdastNode): MdastNode[] => ('children' in node ? (node.children as MdastNode[]) : []);

const walk = (node: MdastNode): MdastNode[] => [node, ...childrenOf(node).flatMap(walk)];

export const spanOf = (node: MdastNode): Span => ({ start: node.position?.start.offset ?? 0, end: node.position?.end.offset ?? 0 });
const placeOf = (node: MdastNode): Place => ({ line: node.position?.start.line ?? 1, column: node.position?.start.column ?? 1 });

const textOf = (node: MdastNode): string =>
  'value' in node && typeof node.value === 'string' ? node.value : childrenOf(node).map(textOf).join('');

type Code = Extract<MdastNode, { type: 'code' }>;

/** A fence in a list or a component stands further right than its value says. */
const placeInside = (node: Code, source: string): Fence['inside'] => {
  const first = placeOf(node).line + 1;
  const lines = source.split('\n');
  const values = node.value.split('\n');
  return ({ line, column }) => {
    const shift = (lines[first + line - 2] ?? '').length - (values[line - 1] ?? '').length;
    return { line: first + line - 1, column: column + Math.max(0, shift) };
  };
};

const fenceOf = (node: Code, source: string): Fence => ({
  lang: node.lang ?? '',
  meta: node.meta ?? '',
  value: node.value,
  place: placeOf(node),
  span: spanOf(node),
  inside: placeInside(node, source),
});

/** An opening fence that no line of the same block closes: the parser then takes all that follows for code. */
const isUnclosed = ({ span }: Fence, source: string): boolean => {
  const text = source.slice(span.start, span.end).trimEnd();
  const mark = /^(`{3,}|~{3,})/.exec(text)?.[1];
  if (mark === undefined) return false;
  const last =
    text
      .split('\n')
      .at(-1)
      ?.replace(/^[\s>]*/, '') ?? '';
  return !text.includes('\n') || !last.startsWith(mark) || last.replaceAll(mark[0] ?? '', '') !== '';
};

const unclosed = (file: string, { place, lang }: Fence): LintFinding =>
  finding(file, place, {
    rule: 'unclosed-fence',
    message: `the ${lang === '' ? '' : `${lang} `}fence is cut off by the end of its block`,
    help: 'close it with a line of the same backquotes',
  });

const referenceOf = (node: MdastNode): StepReference[] => {
  if ((node.type !== 'mdxJsxFlowElement' && node.type !== 'mdxJsxTextElement') || node.name !== 'Step') return [];
  const id = node.attributes.find((one) => one.type === 'mdxJsxAttribute' && one.name === 'id');
  return [{ id: typeof id?.value === 'string' ? id.value : '', place: placeOf(node), span: spanOf(node) }];
};

const syntaxError = (file: string, error: unknown): LintFinding => {
  const text = error instanceof Error ? error.message : String(error);
  const [, line = '1', column = '1', message = text] = /^(\d+):(\d+): (.*?)(?: \(\d+:\d+\))?(?: \([\w:-]+\))?$/s.exec(text) ?? [];
  const help = 'in MDX, `<` and `{` start components and expressions: put them in backquotes, or write \\< and \\{';
  return finding(file, { line: Number(line), column: Number(column) }, { rule: 'mdx-syntax', message, help });
};

const FRONTMATTER = /^---\n([\s\S]*?)\n---(?:\n|$)/;

const nothing = (file: string, source: string, findings: LintFinding[]): ParsedArticle => {
  const frontmatter = FRONTMATTER.exec(source)?.[1] ?? null;
  return { file, source, root: null, frontmatter, headings: [], fences: [], references: [], findings };
};

const parsed = (file: string, source: string, root: MdastNode): ParsedArticle => {
  const nodes = walk(root);
  const fences = nodes.filter((node) => node.type === 'code').map((node) => fenceOf(node, source));
  return {
    file,
    source,
    root,
    frontmatter: nodes.find((node) => node.type === 'yaml')?.value ?? null,
    headings: nodes
      .filter((node) => node.type === 'heading')
      .map((node) => ({ depth: node.depth, text: textOf(node), place: placeOf(node) })),
    fences,
    references: nodes.flatMap(referenceOf),
    findings: fences.filter((fence) => isUnclosed(fence, source)).map((fence) => unclosed(file, fence)),
  };
};

export const parseArticle = (file: string, text: string): ParsedArticle => {
  const source = text.replace(/^\uFEFF/, '').replaceAll('\r\n', '\n');
  try {
    return parsed(file, source, mdxToMdast(source));
  } catch (error) {
    return nothing(file, source, [syntaxError(file, error)]);
  }
};
