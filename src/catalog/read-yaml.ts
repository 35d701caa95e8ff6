/** YAML that strangers wrote, with the place of every key. Bombs, double keys and cut-off values are findings, quickly. */
import { isMap, isNode, isScalar, isSeq, LineCounter, parseDocument, visit } from 'yaml';
import type { Document, Node } from 'yaml';
import type { Place } from './finding.ts';

const LONGEST = 64 * 1024;
const MOST_ALIASES = 16;
/** What follows from the first mistakes teaches nobody. */
const MOST_ERRORS = 3;

export type YamlProblem = { place: Place; message: string; help: string };
type Path = readonly PropertyKey[];
export type YamlRead = {
  data: unknown;
  /** The place of the key or item at the path, or of the nearest one around it. */
  at: (path: Path) => Place;
  problems: YamlProblem[];
};

/** From a place in the YAML to the place in the file it was cut from. */
export type ToFile = (place: Place) => Place;

const ODD_KEY = 'a key must be one word';
const START: Place = { line: 1, column: 1 };

const problemAt = (place: Place, message: string, help: string): YamlProblem => ({ place, message, help });
const refused = (toFile: ToFile, message: string): YamlRead => ({
  data: undefined,
  at: () => toFile(START),
  problems: [problemAt(toFile(START), message, 'say it in fewer words: a person has to review it')],
});

/** What to do about the mistakes that people make when a pattern or a sentence stands without quotes. */
const helpFor = (code: string): string => {
  if (code === 'DUPLICATE_KEY') return 'keep one of the two';
  if (code === 'TAB_AS_INDENT') return 'indent with spaces';
  return 'put the value in single quotes if it holds `: `, ` #` or starts with a sign';
};

/** Well-formed YAML that nobody means: `present: /a #b/` is the value `/a`. */
const oddities = (doc: Document.Parsed, text: string, place: (offset: number) => Place): YamlProblem[] => {
  const problems: YamlProblem[] = [];
  visit(doc, {
    Scalar: (_key, { type, range }) => {
      if (type !== 'PLAIN' || !range || !/^[ \t]+#/.test(text.slice(range[1]))) return;
      problems.push(
        problemAt(
          place(range[0]),
          'the value ends at ` #`, the rest is a comment',
          'put the value in single quotes, or the comment on its own line',
        ),
      );
    },
    Pair: (_key, { key }) => {
      if (!isScalar(key)) problems.push(problemAt(place(isNode(key) ? (key.range?.[0] ?? 0) : 0), ODD_KEY, 'write `key: value`'));
    },
  });
  return problems;
};

type Step = { node: unknown; offset: number };

const descend = (step: Step, segment: PropertyKey): Step | undefined => {
  if (isSeq(step.node)) {
    const item = step.node.items[Number(segment)];
    return isNode(item) ? { node: item, offset: item.range?.[0] ?? step.offset } : undefined;
  }
  if (!isMap(step.node)) return undefined;
  const pair = step.node.items.find(({ key }) => (isScalar(key) ? String(key.value) : undefined) === String(segment));
  return pair === undefined ? undefined : { node: pair.value, offset: (pair.key as Node).range?.[0] ?? step.offset };
};

const offsetOf = (doc: Document.Parsed, path: Path): number => {
  let step: Step = { node: doc.contents, offset: doc.contents?.range[0] ?? 0 };
  for (const segment of path) {
    const next = descend(step, segment);
    if (next === undefined) break;
    step = next;
  }
  return step.offset;
};

type Data = { data: unknown; bomb: string | null };

const dataOf = (doc: Document.Parsed): Data => {
  try {
    return { data: doc.toJS({ maxAliasCount: MOST_ALIASES }), bomb: null };
  } catch (error) {
    const isBomb = !(error instanceof Error) || !error.message.startsWith('Unresolved alias');
    return {
      data: undefined,
      bomb: isBomb ? `the YAML refers to itself more than ${MOST_ALIASES} times` : 'a value that starts with `*` is an alias',
    };
  }
};

type Parsed = { doc: Document.Parsed; text: string; place: (offset: number) => Place };

const readParsed = ({ doc, text, place }: Parsed): YamlRead => {
  const wrong = [...doc.errors, ...doc.warnings]
    .slice(0, MOST_ERRORS)
    .map(({ pos, message, code }) => problemAt(place(pos[0]), message, helpFor(code)));
  const problems = wrong.length > 0 ? wrong : oddities(doc, text, place);
  const { data, bomb } =
    problems.some(({ message }) => message === ODD_KEY) || wrong.length > 0 ? { data: undefined, bomb: null } : dataOf(doc);
  const bombs = bomb === null ? [] : [problemAt(place(0), bomb, 'write the values out, in quotes')];
  return { data, at: (path) => place(offsetOf(doc, path)), problems: [...problems, ...bombs] };
};

const parsed = (text: string, toFile: ToFile): Parsed => {
  const lineCounter = new LineCounter();
  const place = (offset: number): Place => {
    const { line, col } = lineCounter.linePos(offset);
    return toFile({ line: Math.max(1, line), column: Math.max(1, col) });
  };
  const doc = parseDocument(text, { lineCounter, prettyErrors: false });
  if (doc.errors.some(({ message }) => message.startsWith('Maximum call stack'))) throw new RangeError('too deep');
  return { doc, text, place };
};

export const readYaml = (text: string, toFile: ToFile): YamlRead => {
  if (text.length > LONGEST) return refused(toFile, `the YAML is longer than ${LONGEST / 1024} KiB`);
  try {
    return readParsed(parsed(text, toFile));
  } catch {
    return refused(toFile, 'the YAML is nested too deep to be read');
  }
};
