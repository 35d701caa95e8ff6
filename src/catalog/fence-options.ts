/** A runbook fence → its phase, its options and its script, however much of them can be understood. */
import { fenceSchemas } from '../domain/fence.ts';
import type { FenceOptions } from '../domain/fence.ts';
import { phases } from '../domain/step.ts';
import type { Phase } from '../domain/step.ts';
import { finding } from './finding.ts';
import type { LintFinding, Place } from './finding.ts';
import { nearest, suggest } from './nearest.ts';
import type { Fence, ParsedArticle } from './parse-article.ts';
import { readYaml } from './read-yaml.ts';
import type { YamlRead } from './read-yaml.ts';
import { checkYaml } from './schema-findings.ts';

const MARK = '#|';

/** A step as written. `options` is null where they are not right; `yaml` still has what could be read. */
export type DraftStep = {
  id: string;
  phase: Phase;
  fence: Fence;
  yaml: YamlRead;
  options: FenceOptions[Phase] | null;
  script: string;
  /** The first line of the script, in the file. */
  line: number;
  /** From a place in the script to the place in the file. */
  inScript: (place: Place) => Place;
};
export type ReadFence = { step: DraftStep | null; findings: LintFinding[] };

type Meta = { word: string; phase: string } | null;

/** The word of the meta that means `runbook=<phase>`, even if misspelt. */
const metaOf = ({ meta, value }: Fence): Meta => {
  const words = meta.split(/\s+/).filter((word) => word !== '');
  const word = words.find((one) => nearest(one.split('=')[0] ?? '', ['runbook']) !== null);
  if (word === undefined) return value.startsWith(MARK) ? { word: '', phase: '' } : null;
  return { word, phase: word.slice(word.indexOf('=') + 1) };
};

const saidOfMeta = ({ word, phase }: NonNullable<Meta>): Pick<LintFinding, 'rule' | 'message' | 'help'> | null => {
  if (word === '')
    return { rule: 'missing-phase', message: 'the fence has options but no phase', help: 'write `runbook=<phase>` after its language' };
  if (!word.includes('='))
    return { rule: 'missing-phase', message: `\`${word}\` names no phase`, help: `write \`runbook=<phase>\`: ${phases.join(', ')}` };
  if (!word.startsWith('runbook='))
    return { rule: 'unknown-meta', message: `unknown word \`${word}\``, help: `did you mean \`runbook=${phase}\`?` };
  if (!phases.some((one) => one === phase))
    return { rule: 'unknown-phase', message: `unknown phase \`${phase}\``, help: suggest(phase, phases) };
  return null;
};

/** Where YAML column 1 of each option line is in the value of the fence. */
const optionLines = (value: string): { texts: string[]; shifts: number[] } => {
  const lines = value.split('\n');
  const end = lines.findIndex((line) => !line.startsWith(MARK));
  const marked = lines.slice(0, end === -1 ? lines.length : end);
  const shifts = marked.map((line) => (line.startsWith(`${MARK} `) ? MARK.length + 1 : MARK.length));
  return { texts: marked.map((line, index) => line.slice(shifts[index])), shifts };
};

const readOptions = (fence: Fence): YamlRead => {
  const { texts, shifts } = optionLines(fence.value);
  return readYaml(texts.join('\n'), ({ line, column }) => fence.inside({ line, column: column + (shifts[line - 1] ?? 0) }));
};

const scriptOf = (value: string): { script: string; skipped: number } => {
  const rest = value.split('\n').slice(optionLines(value).texts.length);
  const blank = Math.max(
    0,
    rest.findIndex((line) => line.trim() !== ''),
  );
  return { script: rest.slice(blank).join('\n').trimEnd(), skipped: optionLines(value).texts.length + blank };
};

/** Options after the first line of the script are only a comment to bash: they would silently not count. */
const lateOptions = (script: string, inScript: DraftStep['inScript']): Place[] =>
  script.split('\n').flatMap((line, index) => (line.startsWith(MARK) ? [inScript({ line: index + 1, column: 1 })] : []));

const formOf = (file: string, fence: Fence, step: DraftStep): LintFinding[] => {
  const late = lateOptions(step.script, step.inScript).map((place) =>
    finding(file, place, {
      rule: 'late-option',
      message: 'an option after the script has begun does not count',
      help: 'move it to the top of the fence',
    }),
  );
  const empty = { rule: 'empty-script', message: 'the step has no script', help: 'write commands after the options' };
  const lang = { rule: 'fence-language', message: `a step is bash, not \`${fence.lang}\``, help: 'begin the fence with ```bash' };
  return [
    ...late,
    ...(step.script === '' ? [finding(file, fence.place, empty)] : []),
    ...(fence.lang === 'bash' ? [] : [finding(file, fence.place, lang)]),
  ];
};

const idIn = ({ data }: YamlRead): string => {
  const id = typeof data === 'object' && data !== null ? (data as Record<string, unknown>)['id'] : undefined;
  return typeof id === 'string' ? id : '';
};

const draft = (fence: Fence, phase: Phase, yaml: YamlRead): DraftStep => {
  const { script, skipped } = scriptOf(fence.value);
  const inScript = ({ line, column }: Place): Place => fence.inside({ line: line + skipped, column });
  return { id: idIn(yaml), phase, fence, yaml, options: null, script, line: inScript({ line: 1, column: 1 }).line, inScript };
};

const readAs = (file: string, fence: Fence, phase: Phase): { step: DraftStep; findings: LintFinding[] } => {
  const read = readOptions(fence);
  const yaml = read.data === null ? { ...read, at: () => fence.place } : read;
  const step = draft(fence, phase, yaml);
  const { data, findings } = checkYaml<FenceOptions[Phase]>({ file, yaml, schema: fenceSchemas[phase] });
  return { step: { ...step, options: data }, findings: [...findings, ...formOf(file, fence, step)] };
};

/** Null step and no findings: an ordinary fence. A misspelt phase is read as the one that was meant, to find what else is wrong. */
export const readFence = (file: string, fence: Fence): ReadFence => {
  const meta = metaOf(fence);
  if (meta === null) return { step: null, findings: [] };
  const said = saidOfMeta(meta);
  const wrong = said === null ? [] : [finding(file, fence.place, said)];
  const phase = nearest(meta.phase, phases) as Phase | null;
  if (phase === null) return { step: null, findings: wrong };
  const { step, findings } = readAs(file, fence, phase);
  return { step, findings: [...wrong, ...findings] };
};

export const readFences = ({ file, fences }: ParsedArticle): { steps: DraftStep[]; findings: LintFinding[] } => {
  const read = fences.map((fence) => readFence(file, fence));
  return { steps: read.flatMap(({ step }) => step ?? []), findings: read.flatMap(({ findings }) => findings) };
};
