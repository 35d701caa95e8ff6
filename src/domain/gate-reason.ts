/** Why an article applies or not, one reason per component, as data and as a sentence in the reader's language. */
import * as z from 'zod';
import { component, componentNames } from './components/index.ts';
import { likelyWords, whyWords } from './describe-detection.ts';
import { likelies, whys } from './detected-version.ts';
import type { Language } from './language.ts';

/** `any`: of the components marked so, one is enough. */
export const requiredSchema = z.literal([true, false, 'any']);
type Required = z.output<typeof requiredSchema>;

const about = { component: z.enum(componentNames), required: requiredSchema };
const seen = {
  ...about,
  version: z.string(),
  revision: z.int().exactOptional(),
  arch: z.string().exactOptional(),
  assumed: z.literal(true).exactOptional(),
};
const range = z.string();

export const gateReasonSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('inside'), ...seen, range }),
  z.strictObject({ kind: z.literal('build-decides'), ...seen, range }),
  /** The version is only likely the one at work, for the reason in `because`. */
  z.strictObject({ kind: z.literal('likely-inside'), ...seen, range, because: z.enum(likelies) }),
  z.strictObject({ kind: z.literal('likely-outside'), ...seen, range, because: z.enum(likelies) }),
  z.strictObject({ kind: z.literal('outside'), ...seen, range }),
  z.strictObject({ kind: z.literal('known-build'), ...seen, affected: z.boolean(), source: z.string() }),
  z.strictObject({ kind: z.literal('arch-unknown'), ...seen }),
  z.strictObject({ kind: z.literal('unreadable'), ...seen, example: z.string() }),
  z.strictObject({ kind: z.literal('absent'), ...about, how: z.string() }),
  z.strictObject({ kind: z.literal('undetermined'), ...about, how: z.string(), why: z.enum(whys), reason: z.string() }),
  z.strictObject({ kind: z.literal('not-looked-for'), ...about }),
]);
export type GateReason = z.output<typeof gateReasonSchema>;

type Of<Kind extends GateReason['kind']> = Extract<GateReason, { kind: Kind }>;
type Words = { [Kind in GateReason['kind']]: (reason: Of<Kind>) => string };
type Seen = { version: string; revision?: number; arch?: string; assumed?: true } & Pick<GateReason, 'component'>;

const label = (reason: Pick<GateReason, 'component'>): string => component(reason.component).label;
const bare = (reason: Seen): string => `${label(reason)} ${reason.version.replace(/^v(?=\d)/, '')}`;
const details = ({ revision, arch, assumed }: Seen, word: { revision: string; assumed: string }): string[] => [
  ...(revision === undefined ? [] : [`${word.revision} ${revision}`]),
  ...(arch === undefined ? [] : [arch]),
  ...(assumed ? [word.assumed] : []),
];

const english = (reason: Seen): string => {
  const more = details(reason, { revision: 'revision', assumed: 'assumed' });
  return more.length === 0 ? bare(reason) : `${bare(reason)} (${more.join(', ')})`;
};

const chinese = (reason: Seen): string => {
  const more = details(reason, { revision: '修订号', assumed: '假定' });
  return more.length === 0 ? `${bare(reason)} ` : `${bare(reason)}（${more.join('，')}）`;
};

const words: Record<Language, Words> = {
  en: {
    inside: (reason) => `${english(reason)} is in the affected range (${reason.range})`,
    'build-decides': (reason) =>
      `${english(reason)} is in the affected range (${reason.range}), but whether it is affected depends on the build`,
    'likely-inside': (reason) =>
      `${english(reason)} is in the affected range (${reason.range}), as far as ${likelyWords.en[reason.because]} tells`,
    'likely-outside': (reason) =>
      `${english(reason)} is outside the affected range (${reason.range}), but only ${likelyWords.en[reason.because]} says so`,
    outside: (reason) => `${english(reason)} is outside the affected range (${reason.range})`,
    'known-build': (reason) => `${english(reason)} is known to be ${reason.affected ? 'affected' : 'unaffected'}, see ${reason.source}`,
    'arch-unknown': (reason) => `${english(reason)} may be a known build, but the architecture could not be told`,
    unreadable: (reason) => `${english(reason)} cannot be compared: expected a version such as ${reason.example}`,
    absent: (reason) => `${label(reason)} is not installed (${reason.how})`,
    undetermined: (reason) =>
      `The version of ${label(reason)} could not be told (${reason.how}: ${whyWords.en[reason.why]}: ${reason.reason})`,
    'not-looked-for': (reason) => `The version of ${label(reason)} was not looked for`,
  },
  'zh-cn': {
    inside: (reason) => `${chinese(reason)}在受影响的版本范围（${reason.range}）之内`,
    'build-decides': (reason) => `${chinese(reason)}在受影响的版本范围（${reason.range}）之内，但是否受影响取决于具体构建`,
    'likely-inside': (reason) =>
      `${chinese(reason)}很可能在受影响的版本范围（${reason.range}）之内（依据：${likelyWords['zh-cn'][reason.because]}）`,
    'likely-outside': (reason) =>
      `${chinese(reason)}很可能不在受影响的版本范围（${reason.range}）之内，依据仅为${likelyWords['zh-cn'][reason.because]}`,
    outside: (reason) => `${chinese(reason)}不在受影响的版本范围（${reason.range}）之内`,
    'known-build': (reason) => `${chinese(reason)}已知${reason.affected ? '受' : '不受'}影响，参见 ${reason.source}`,
    'arch-unknown': (reason) => `${chinese(reason)}可能是已知的构建，但无法确定系统架构`,
    unreadable: (reason) => `${chinese(reason)}无法比较：版本号应形如 ${reason.example}`,
    absent: (reason) => `未安装 ${label(reason)}（${reason.how}）`,
    undetermined: (reason) => `无法确定 ${label(reason)} 的版本（${reason.how}：${whyWords['zh-cn'][reason.why]}：${reason.reason}）`,
    'not-looked-for': (reason) => `没有检测 ${label(reason)} 的版本`,
  },
};

const weight: Record<Language, Record<`${Required}`, string>> = {
  en: { true: '', any: ' (one such component is enough)', false: ' (not required)' },
  'zh-cn': { true: '', any: '（同类组件满足其一即可）', false: '（非必要条件）' },
};
const stop: Record<Language, string> = { en: '.', 'zh-cn': '。' };

/** One whole sentence: `MicroK8s 1.32.2 (revision 7731) is in the affected range (>=1.32.0 <1.32.4).` */
export const describeReason = (reason: GateReason, lang: Language): string => {
  const say = words[lang][reason.kind] as (reason: GateReason) => string;
  return say(reason) + weight[lang][`${reason.required}`] + stop[lang];
};
