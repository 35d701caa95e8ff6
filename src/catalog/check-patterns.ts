/** Patterns that the engine refuses, outputs that capture nothing, samples that a signature gets wrong. */
import { compilePattern } from '../match/pattern.ts';
import type { CompiledPattern } from '../match/pattern.ts';
import { optionOf } from './draft.ts';
import type { Draft } from './draft.ts';
import type { DraftStep } from './fence-options.ts';
import { finding } from './finding.ts';
import type { LintFinding, Place } from './finding.ts';
import { listOf, recordOf, textOf, textsOf } from './raw.ts';

type At = { file: string; place: Place; name: string };
const HELP = 'between slashes stands RE2 syntax (no lookahead, no backreference); without slashes a literal';

/** `/^stale` is a literal that no line has: the closing slash was forgotten. */
const isHalf = (text: string): boolean => text.startsWith('/^') && !/\/i?$/.test(text);

const refused = (text: string, { file, place, name }: At): LintFinding[] => {
  if (text === '') return [];
  const compiled = compilePattern(text);
  const why = compiled.kind === 'bad' ? compiled.why : isHalf(text) ? 'it has no closing /' : null;
  return why === null ? [] : [finding(file, place, { rule: 'bad-pattern', message: `\`${name}\` is no pattern: ${why}`, help: HELP })];
};

const groupsOf = (compiled: CompiledPattern): number => (compiled.kind === 'ok' ? compiled.groups : 1);

const outputs = (file: string, step: DraftStep): LintFinding[] =>
  Object.entries(recordOf(optionOf(step, 'outputs'))).flatMap(([name, value]) => {
    const place = step.yaml.at(['outputs', name]);
    const bad = refused(textOf(value), { file, place, name });
    if (bad.length > 0 || textOf(value) === '' || groupsOf(compilePattern(textOf(value))) === 1) return bad;
    return [
      finding(file, place, {
        rule: 'output-group',
        message: `the pattern of \`${name}\` must have exactly one group`,
        help: 'put parentheses around what is the value, and (?: ) around the rest',
      }),
    ];
  });

const inStep = (file: string, step: DraftStep): LintFinding[] => [
  ...['present', 'absent', 'note'].flatMap((name) => refused(textOf(optionOf(step, name)), { file, place: step.yaml.at([name]), name })),
  ...outputs(file, step),
];

type SampleKey = 'matches' | 'rejects';
const SAMPLES: Record<SampleKey, [boolean, string]> = { matches: [true, 'does not match'], rejects: [false, 'matches, but must not'] };

const samples = (draft: Draft, index: number, key: SampleKey): LintFinding[] => {
  const signature = recordOf(listOf(recordOf(draft.yaml.data)['signatures'])[index]);
  const compiled = compilePattern(textOf(signature['pattern']));
  if (compiled.kind === 'bad' || textOf(signature['pattern']) === '') return [];
  const [expected, complaint] = SAMPLES[key];
  return textsOf(signature[key]).flatMap((sample, at) => {
    if (sample === '' || compiled.lines(sample).length > 0 === expected) return [];
    const place = draft.yaml.at(['signatures', index, key, at]);
    return [
      finding(draft.article.file, place, {
        rule: `sample-${key}`,
        message: `the sample ${complaint}`,
        help: `mend the pattern of \`${textOf(signature['id'])}\`, or the sample`,
      }),
    ];
  });
};

const inFrontmatter = (draft: Draft): LintFinding[] => {
  const { file } = draft.article;
  const data = recordOf(draft.yaml.data);
  const pattern = (list: string) => (one: unknown, index: number) =>
    refused(textOf(recordOf(one)['pattern']), { file, place: draft.yaml.at([list, index, 'pattern']), name: 'pattern' });
  return [
    ...listOf(data['inputs']).flatMap(pattern('inputs')),
    ...listOf(data['signatures']).flatMap(pattern('signatures')),
    ...listOf(data['signatures']).flatMap((_, index) => [...samples(draft, index, 'matches'), ...samples(draft, index, 'rejects')]),
  ];
};

export const checkPatterns = (draft: Draft): LintFinding[] => [
  ...inFrontmatter(draft),
  ...draft.steps.flatMap((step) => inStep(draft.article.file, step)),
];
