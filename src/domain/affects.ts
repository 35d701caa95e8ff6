/** Which versions of which components an article is about, and the gate that compares them with what is there. */
import * as z from 'zod';
import { component, componentNames } from './components/index.ts';
import type { Detection, Environment } from './environment.ts';
import { gateReasonSchema, requiredSchema } from './gate-reason.ts';
import type { GateReason } from './gate-reason.ts';
import { parseRange, satisfies, toOsvEvents } from './version-range.ts';
import type { ParsedRange } from './version-range.ts';

/** The architectures that snaps are built for (https://snapcraft.io/docs/architectures). */
export const snapArchs = ['amd64', 'arm64', 'armhf', 'ppc64el', 'riscv64', 's390x'] as const;

/** A build whose answer is known, whatever the range says: a revision is an exact value, of one architecture when given. */
export const knownBuildSchema = z.strictObject({
  revision: z.int().positive(),
  arch: z.enum(snapArchs).exactOptional(),
  affected: z.boolean(),
  source: z.string().trim().min(1).describe('Where it is said: canonical/microk8s#4944.'),
});
export type KnownBuild = z.output<typeof knownBuildSchema>;

const entry = z.strictObject({
  component: z.enum(componentNames),
  range: z.string().describe('>=1.32.0 <1.32.4 || >=1.31.6 <1.31.8'),
  certainty: z.enum(['exact', 'likely']).default('exact').describe('likely: builds, not versions, decide inside the range.'),
  known: z.array(knownBuildSchema).default([]),
  required: requiredSchema.default(true).describe('any: of the components marked so, one is enough.'),
});
export type Affects = z.output<typeof entry>;

const rangeOf = (affects: Pick<Affects, 'component' | 'range'>): ParsedRange =>
  parseRange(affects.range, component(affects.component).ordering);

/** What is wrong with the range, or null. Every range of an article can be exported as OSV events. */
const rangeProblem = (affects: Affects): string | null => {
  const parsed = rangeOf(affects);
  if (parsed.kind === 'bad') return `${parsed.why} (at character ${parsed.at + 1})`;
  return toOsvEvents(parsed.range) === null ? '`>` cannot be exported: say the first affected version with >=' : null;
};

const overlap = (a: KnownBuild, b: KnownBuild): boolean => a.revision === b.revision && (a.arch ?? b.arch) === (b.arch ?? a.arch);

/** The first build that is listed twice, or -1. */
const repeatedBuild = (known: KnownBuild[]): number =>
  known.findIndex((build, at) => known.slice(0, at).some((earlier) => overlap(earlier, build)));

export const affectsSchema = entry.superRefine((affects, context) => {
  const message = rangeProblem(affects);
  if (message !== null) context.addIssue({ code: 'custom', path: ['range'], message });
  const repeated = repeatedBuild(affects.known);
  if (repeated >= 0) context.addIssue({ code: 'custom', path: ['known', repeated], message: 'this build is already listed' });
});

export const gateAnswers = ['yes', 'no', 'likely', 'unknown'] as const;
export const gateAnswerSchema = z.enum(gateAnswers);
export type GateAnswer = z.output<typeof gateAnswerSchema>;

/** Whether an article applies, with a reason for each of its components. */
export const gateSchema = z.strictObject({ answer: gateAnswerSchema, reasons: z.array(gateReasonSchema) });
export type Gate = z.output<typeof gateSchema>;

type Known = Extract<Detection, { kind: 'known' }>;

const seenOf = ({ component: name, required }: Affects, { version, revision, arch, assumed }: Known) => ({
  component: name,
  required,
  version,
  ...(revision !== undefined && { revision }),
  ...(arch !== undefined && { arch }),
  ...(assumed && { assumed }),
});

/** The reason that a known build gives, or null when this is none. */
const knownBuild = (affects: Affects, found: Known): GateReason | null => {
  const builds = affects.known.filter((build) => build.revision === found.revision);
  const build = builds.find(({ arch }) => arch === undefined || arch === found.arch);
  if (build) return { kind: 'known-build', ...seenOf(affects, found), affected: build.affected, source: build.source };
  return builds.length > 0 && found.arch === undefined ? { kind: 'arch-unknown', ...seenOf(affects, found) } : null;
};

const byRange = (affects: Affects, found: Known): GateReason => {
  const { ordering } = component(affects.component);
  const seen = seenOf(affects, found);
  const version = ordering.parse(found.version);
  const parsed = rangeOf(affects);
  if (version === null) return { kind: 'unreadable', ...seen, example: ordering.example };
  if (parsed.kind === 'bad') throw new Error(`affects of ${affects.component} was not checked: ${parsed.why}`);
  const inside = satisfies(parsed.range, version);
  if (found.likely !== undefined)
    return { kind: inside ? 'likely-inside' : 'likely-outside', ...seen, range: affects.range, because: found.likely };
  if (!inside) return { kind: 'outside', ...seen, range: affects.range };
  return { kind: affects.certainty === 'exact' ? 'inside' : 'build-decides', ...seen, range: affects.range };
};

const reasonFor = (affects: Affects, found: Detection | undefined): GateReason => {
  const about = { component: affects.component, required: affects.required };
  if (found === undefined) return { kind: 'not-looked-for', ...about };
  if (found.kind === 'absent') return { kind: 'absent', ...about, how: found.how };
  if (found.kind === 'unknown') return { kind: 'undetermined', ...about, how: found.how, why: found.why, reason: found.reason };
  return knownBuild(affects, found) ?? byRange(affects, found);
};

const ANSWERS: Record<Exclude<GateReason['kind'], 'known-build'>, GateAnswer> = {
  inside: 'yes',
  'build-decides': 'likely',
  'likely-inside': 'likely',
  'likely-outside': 'unknown',
  outside: 'no',
  absent: 'no',
  'arch-unknown': 'unknown',
  unreadable: 'unknown',
  undetermined: 'unknown',
  'not-looked-for': 'unknown',
};

const answerOf = (reason: GateReason): GateAnswer => {
  if (reason.kind === 'known-build') return reason.affected ? 'yes' : 'no';
  return ANSWERS[reason.kind];
};

/** All required components must hold, so the first of these among their answers is the answer. */
const DECISIVE: GateAnswer[] = ['no', 'unknown', 'likely', 'yes'];

/** Of components of which one is enough, the best answer is theirs: `no` only if each of them says so. */
const bestOf = (answers: GateAnswer[]): GateAnswer[] => DECISIVE.filter((answer) => answers.includes(answer)).slice(-1);

/** `no` is always proven: a required component is absent or out of range. Nothing required proves nothing: `unknown`. */
export const gate = (affects: Affects[], environment: Environment): Gate => {
  const reasons = affects.map((one) => reasonFor(one, environment.components[one.component]));
  const answersOf = (required: true | 'any') => reasons.filter((reason) => reason.required === required).map(answerOf);
  const answers = [...answersOf(true), ...bestOf(answersOf('any'))];
  return { answer: DECISIVE.find((answer) => answers.includes(answer)) ?? 'unknown', reasons };
};
