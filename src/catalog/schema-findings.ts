/** Everything that a schema has against a piece of YAML, each at its very key, each with how to mend it. */
import type * as z from 'zod';
import { finding } from './finding.ts';
import type { LintFinding } from './finding.ts';
import { nearest, suggest } from './nearest.ts';
import type { YamlRead } from './read-yaml.ts';
import { descriptionAt, keysAt } from './schema-shape.ts';

type Issue = z.core.$ZodIssue;
type Said = Pick<LintFinding, 'rule' | 'message' | 'help'>;
export type Against = { file: string; yaml: YamlRead; schema: z.ZodType };
type Path = readonly PropertyKey[];

const valueAt = (data: unknown, path: Path): unknown =>
  path.reduce<unknown>(
    (at, segment) => (at === null || typeof at !== 'object' ? undefined : (at as Record<PropertyKey, unknown>)[segment]),
    data,
  );

const named = (path: Path): string => `\`${path.map(String).join('.')}\``;
const sentence = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1).replace(/\.$/, '');

const UNQUOTED = 'put the value in quotes, or write its unit: 20s';

/** zod's own words, where they can be said more plainly. */
const plainly = (issue: Issue): string => {
  if (issue.code === 'too_big') return `is longer than ${issue.maximum} ${issue.origin === 'string' ? 'characters' : 'items'}`;
  if (issue.code === 'too_small' && issue.minimum === 1) return 'is empty';
  if (issue.code === 'too_small')
    return `is ${issue.origin === 'string' ? `shorter than ${issue.minimum} characters` : `less than ${issue.minimum}`}`;
  if (issue.code === 'invalid_key') return `is not a good name: ${issue.issues[0]?.message ?? ''}`;
  if (issue.code === 'invalid_type')
    return sentence(issue.message).replace('invalid input: ', 'is not right: ').replace('nonoptional', 'a value');
  return `is not right: ${issue.message}`;
};

const helpFor = ({ schema }: Against, issue: Issue): string => {
  if (issue.code === 'invalid_type' && issue.expected === 'string' && /number|boolean/.test(issue.message)) return UNQUOTED;
  if (issue.code === 'too_small') return `write at least ${issue.minimum}`;
  return sentence(descriptionAt(schema, issue.path) ?? 'write a value of that form');
};

const missing = (against: Against, { path }: Issue): Said => ({
  rule: 'missing-key',
  message: `${named(path)} is missing`,
  help: sentence(descriptionAt(against.schema, path) ?? `write \`${String(path.at(-1))}:\` here`),
});

const notAllowed = (issue: Extract<Issue, { code: 'invalid_value' }>, value: unknown): Said => ({
  rule: 'bad-value',
  message: `${named(issue.path)} cannot be ${JSON.stringify(value)}`,
  help: suggest(String(value), issue.values.map(String)),
});

const unknownKeys = ({ file, yaml, schema }: Against, issue: Extract<Issue, { code: 'unrecognized_keys' }>): LintFinding[] =>
  issue.keys.map((key) =>
    finding(file, yaml.at([...issue.path, key]), {
      rule: 'unknown-key',
      message: `unknown key \`${key}\`${issue.path.length === 0 ? '' : ` in ${named(issue.path)}`}`,
      help: suggest(key, keysAt(schema, issue.path)),
    }),
  );

/** Of a union, what the alternative says that came nearest. */
const inUnion = (against: Against, issue: Extract<Issue, { code: 'invalid_union' }>): LintFinding[] => {
  const closest = issue.errors.toSorted((a, b) => a.length - b.length)[0] ?? [];
  const said = issue.message === 'Invalid input' ? closest.map((inner) => ({ ...inner, path: [...issue.path, ...inner.path] })) : [];
  if (said.length > 0) return said.flatMap((inner) => fromIssue(against, inner));
  return [
    finding(against.file, against.yaml.at(issue.path), {
      rule: 'bad-value',
      message: `${named(issue.path)} is not right`,
      help: issue.message,
    }),
  ];
};

const fromIssue = (against: Against, issue: Issue): LintFinding[] => {
  const { file, yaml } = against;
  const value = valueAt(yaml.data, issue.path);
  const at = (said: Said): LintFinding[] => [finding(file, yaml.at(issue.path), said)];
  if (issue.code === 'unrecognized_keys') return unknownKeys(against, issue);
  if (value === undefined && issue.code !== 'custom') return at(missing(against, issue));
  if (issue.code === 'invalid_union') return inUnion(against, issue);
  if (issue.code === 'invalid_value') return at(notAllowed(issue, value));
  if (issue.code === 'custom')
    return at({
      rule: 'bad-value',
      message: issue.message,
      help: value === undefined ? 'say which of the two holds' : helpFor(against, issue),
    });
  return at({ rule: 'bad-value', message: `${named(issue.path)} ${plainly(issue)}`, help: helpFor(against, issue) });
};

/** A key that is missing because an unknown one beside it was meant to be it. */
const isMisspelt = ({ yaml, schema }: Against, issues: Issue[], { path }: Issue): boolean =>
  valueAt(yaml.data, path) === undefined &&
  issues.some(
    (other) =>
      other.code === 'unrecognized_keys' &&
      other.path.join('.') === path.slice(0, -1).join('.') &&
      other.keys.some((key) => nearest(key, keysAt(schema, other.path)) === path.at(-1)),
  );

const notAMapping = ({ file, yaml, schema }: Against): LintFinding[] => [
  finding(file, yaml.at([]), {
    rule: 'bad-yaml',
    message: 'expected `key: value` lines',
    help: `the keys are ${keysAt(schema, []).join(', ')}`,
  }),
];

export type Checked<T> = { data: T | null; findings: LintFinding[] };

const isMapping = (data: unknown): data is Record<string, unknown> => typeof data === 'object' && data !== null && !Array.isArray(data);

/** The data in its final form where nothing is wrong with it, and else everything that is. */
export const checkYaml = <T>(against: Against & { schema: z.ZodType<T> }): Checked<T> => {
  const { file, yaml, schema } = against;
  const inYaml = yaml.problems.map(({ place, message, help }) => finding(file, place, { rule: 'bad-yaml', message, help }));
  if (!isMapping(yaml.data)) return { data: null, findings: inYaml.length > 0 ? inYaml : notAMapping(against) };
  const result = schema.safeParse(yaml.data);
  if (result.success) return { data: inYaml.length > 0 ? null : result.data, findings: inYaml };
  const { issues } = result.error;
  return {
    data: null,
    findings: [...inYaml, ...issues.filter((issue) => !isMisspelt(against, issues, issue)).flatMap((issue) => fromIssue(against, issue))],
  };
};
