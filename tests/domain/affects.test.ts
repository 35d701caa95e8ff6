import { describe, expect, it } from 'vitest';
import type * as z from 'zod';
import { affectsSchema, gate, gateSchema } from '../../src/domain/affects.ts';
import type { Gate } from '../../src/domain/affects.ts';
import type { Detection, Environment } from '../../src/domain/environment.ts';
import { describeReason } from '../../src/domain/gate-reason.ts';

type Written = z.input<typeof affectsSchema>;

const RANGE = '>=1.32.0 <1.32.4 || >=1.31.6 <1.31.8 || >=1.30.10 <1.30.12';
const HOW = 'snap list microk8s';
const SOURCE = 'canonical/microk8s#4944';

const microk8s: Written = { component: 'microk8s', range: RANGE, certainty: 'likely' };
const snap = (version: string, more: Partial<Extract<Detection, { kind: 'known' }>> = {}): Detection => ({
  kind: 'known',
  version,
  how: HOW,
  ...more,
});

const decide = (affects: Written[], components: Environment['components']): Gate => {
  const decided = gate(
    affects.map((one) => affectsSchema.parse(one)),
    { components },
  );
  expect(gateSchema.parse(JSON.parse(JSON.stringify(decided)))).toEqual(decided);
  return decided;
};

const say = ({ reasons }: Gate, language: 'en' | 'zh-cn' = 'en'): string[] => reasons.map((reason) => describeReason(reason, language));

describe('an entry of affects', () => {
  const issues = (entry: unknown): string[] =>
    affectsSchema.safeParse(entry).error?.issues.map(({ path, message }) => `${path.join('.')}: ${message}`) ?? [];

  it('is required and exact unless it says otherwise, and reads the same again', () => {
    const read = affectsSchema.parse({ component: 'k3s', range: '*' });
    expect(read).toEqual({ component: 'k3s', range: '*', certainty: 'exact', known: [], required: true });
    expect(affectsSchema.parse(read)).toEqual(read);
  });

  it('has a range in the ordering of its component', () => {
    expect(issues({ component: 'k3s', range: '>=1.32.2+k3s1 <1.32.3+k3s1' })).toEqual([]);
    expect(issues({ component: 'kernel', range: '>=6.1 <6.18.44.1' })).toEqual([]);
    expect(issues({ component: 'kind', range: '>=6.1 <6.18.44.1' })).toEqual([
      'range: `6.1` is no version; expected one such as 1.32.2 (at character 3)',
    ]);
  });

  it.each([
    [{ component: 'microk8s', range: '^1.32.0' }, 'range: `^` is not used in ranges; say both ends: >=1.32.0 <2.0.0 (at character 1)'],
    [{ component: 'microk8s', range: '>1.32.0' }, 'range: `>` cannot be exported: say the first affected version with >='],
    [
      { component: 'microk8s', range: '*', known: [7731, 7746, 7731].map((revision) => ({ revision, affected: true, source: SOURCE })) },
      'known.2: this build is already listed',
    ],
    [
      {
        component: 'microk8s',
        range: '*',
        known: [
          { revision: 7731, arch: 'amd64', affected: true, source: SOURCE },
          { revision: 7731, affected: false, source: SOURCE },
        ],
      },
      'known.1: this build is already listed',
    ],
  ])('%j is refused', (entry, issue) => {
    expect(issues(entry)).toEqual([issue]);
  });

  it('may list a revision once for each architecture', () => {
    const known = ['amd64', 'arm64'].map((arch) => ({ revision: 7731, arch, affected: true, source: SOURCE }));
    expect(issues({ component: 'microk8s', range: '*', known })).toEqual([]);
  });

  it('refuses what it does not know', () => {
    for (const wrong of [
      { component: 'k4s' },
      { colour: 'red' },
      { certainty: 'maybe' },
      { known: [{ revision: 'x1', affected: true, source: SOURCE }] },
    ])
      expect(affectsSchema.safeParse({ component: 'k3s', range: '*', ...wrong }).success).toBe(false);
  });
});

describe('the gate for one component', () => {
  it.each<[string, Written, Detection | undefined, Gate['answer'], string]>([
    [
      'inside',
      { ...microk8s, certainty: 'exact' },
      snap('v1.32.2', { revision: 7731 }),
      'yes',
      `MicroK8s 1.32.2 (revision 7731) is in the affected range (${RANGE}).`,
    ],
    [
      'inside where builds decide',
      microk8s,
      snap('v1.32.2', { revision: 7731, arch: 'amd64' }),
      'likely',
      `MicroK8s 1.32.2 (revision 7731, amd64) is in the affected range (${RANGE}), but whether it is affected depends on the build.`,
    ],
    ['outside', microk8s, snap('v1.33.0'), 'no', `MicroK8s 1.33.0 is outside the affected range (${RANGE}).`],
    ['fixed', microk8s, snap('v1.32.4'), 'no', `MicroK8s 1.32.4 is outside the affected range (${RANGE}).`],
    ['absent', microk8s, { kind: 'absent', how: HOW }, 'no', `MicroK8s is not installed (${HOW}).`],
    [
      'not told',
      microk8s,
      { kind: 'unknown', why: 'timed-out', reason: 'it took longer than 10 s and was stopped', how: HOW },
      'unknown',
      `The version of MicroK8s could not be told (${HOW}: timed out: it took longer than 10 s and was stopped).`,
    ],
    ['not looked for', microk8s, undefined, 'unknown', 'The version of MicroK8s was not looked for.'],
    [
      'only likely inside',
      microk8s,
      snap('v1.32.2', { likely: 'program-on-disk' }),
      'likely',
      `MicroK8s 1.32.2 is in the affected range (${RANGE}), as far as the program on disk tells.`,
    ],
    [
      'only likely outside, which proves nothing',
      microk8s,
      snap('v1.33.0', { likely: 'image-tag' }),
      'unknown',
      `MicroK8s 1.33.0 is outside the affected range (${RANGE}), but only the tag of the node image says so.`,
    ],
    [
      'assumed, which is said',
      { ...microk8s, certainty: 'exact' },
      snap('v1.32.2', { assumed: true }),
      'yes',
      `MicroK8s 1.32.2 (assumed) is in the affected range (${RANGE}).`,
    ],
    ['no version', microk8s, snap('1.32'), 'unknown', 'MicroK8s 1.32 cannot be compared: expected a version such as 1.32.2.'],
  ])('%s', (_title, affects, found, answer, reason) => {
    const decided = decide([affects], found === undefined ? {} : { microk8s: found });
    expect(decided.answer).toBe(answer);
    expect(say(decided)).toEqual([reason]);
  });
});

describe('the gate', () => {
  it('does not guess when an entry never went through its schema', () => {
    const unchecked = { ...affectsSchema.parse(microk8s), range: '^1.32.0' };
    expect(() => gate([unchecked], { components: { microk8s: snap('v1.32.2') } })).toThrow('affects of microk8s was not checked');
  });
});

describe('the gate for a build that is known', () => {
  const affected = { ...microk8s, known: [{ revision: 7731, arch: 'amd64' as const, affected: true, source: SOURCE }] };
  const healthy = { ...microk8s, known: [{ revision: 7746, affected: false, source: SOURCE }] };

  it.each<[string, Written, Detection, Gate['answer'], string]>([
    [
      'affected',
      affected,
      snap('v1.32.2', { revision: 7731, arch: 'amd64' }),
      'yes',
      `MicroK8s 1.32.2 (revision 7731, amd64) is known to be affected, see ${SOURCE}.`,
    ],
    [
      'affected though out of range',
      affected,
      snap('v1.29.0', { revision: 7731, arch: 'amd64' }),
      'yes',
      `MicroK8s 1.29.0 (revision 7731, amd64) is known to be affected, see ${SOURCE}.`,
    ],
    [
      'unaffected on any architecture',
      healthy,
      snap('v1.31.6', { revision: 7746, arch: 'arm64' }),
      'no',
      `MicroK8s 1.31.6 (revision 7746, arm64) is known to be unaffected, see ${SOURCE}.`,
    ],
    [
      'another architecture',
      affected,
      snap('v1.32.2', { revision: 7731, arch: 'arm64' }),
      'likely',
      `MicroK8s 1.32.2 (revision 7731, arm64) is in the affected range (${RANGE}), but whether it is affected depends on the build.`,
    ],
    [
      'an architecture that could not be told',
      affected,
      snap('v1.29.0', { revision: 7731 }),
      'unknown',
      'MicroK8s 1.29.0 (revision 7731) may be a known build, but the architecture could not be told.',
    ],
    [
      'another revision',
      affected,
      snap('v1.29.0', { revision: 7732 }),
      'no',
      `MicroK8s 1.29.0 (revision 7732) is outside the affected range (${RANGE}).`,
    ],
    [
      'a snap made by hand',
      affected,
      snap('v1.32.2'),
      'likely',
      `MicroK8s 1.32.2 is in the affected range (${RANGE}), but whether it is affected depends on the build.`,
    ],
  ])('%s', (_title, affects, found, answer, reason) => {
    const decided = decide([affects], { microk8s: found });
    expect(decided.answer).toBe(answer);
    expect(say(decided)).toEqual([reason]);
  });
});

describe('the gate for several components', () => {
  const is = (component: 'kind' | 'docker' | 'kernel', range: string, more: Partial<Written> = {}): Written => ({
    component,
    range,
    ...more,
  });
  const at = (version: string): Detection => ({ kind: 'known', version, how: 'asked' });
  const lost: Detection = { kind: 'unknown', why: 'timed-out', reason: 'timed out', how: 'asked' };
  const both = [is('kind', '<0.21.0'), is('docker', '25.0.0', { certainty: 'likely' })];

  const either = both.map((one) => ({ ...one, required: 'any' as const }));

  it.each<[string, Written[], Environment['components'], Gate['answer']]>([
    ['both hold, one for sure', both, { kind: at('v0.20.0'), docker: at('25.0.0') }, 'likely'],
    ['one does not hold', both, { kind: at('v0.20.0'), docker: at('24.0.7') }, 'no'],
    ['one cannot be told', both, { kind: lost, docker: at('25.0.0') }, 'unknown'],
    ['one cannot be told and the other does not hold', both, { kind: lost, docker: at('24.0.7') }, 'no'],
    ['one is absent', both, { kind: at('v0.20.0'), docker: { kind: 'absent', how: 'asked' } }, 'no'],
    ['nothing was looked for', both, {}, 'unknown'],
    ['both hold for sure', [is('kind', '<0.21.0'), is('docker', '25.0.0')], { kind: at('v0.20.0'), docker: at('25.0.0') }, 'yes'],
    ['what is not required does not hold', [is('kind', '*'), is('docker', '25.0.0', { required: false })], { kind: at('v0.20.0') }, 'yes'],
    ['one of those of which one is enough', either, { kind: at('v0.20.0'), docker: { kind: 'absent', how: 'asked' } }, 'yes'],
    ['one of them is likely, the other cannot be told', either, { kind: lost, docker: at('25.0.0') }, 'likely'],
    ['one of them cannot be told', either, { kind: lost, docker: at('24.0.7') }, 'unknown'],
    ['none of them holds', either, { kind: at('v0.21.0'), docker: { kind: 'absent', how: 'asked' } }, 'no'],
    [
      'one of them holds, and what is required does not',
      [...either, is('kernel', '>=6.1')],
      { kind: at('v0.20.0'), kernel: at('5.4') },
      'no',
    ],
    ['nothing is required', [is('docker', '25.0.0', { required: false })], { docker: at('25.0.0') }, 'unknown'],
  ])('%s', (_title, affects, components, answer) => {
    expect(decide(affects, components).answer).toBe(answer);
  });

  it('has a reason for each, in order, and says which is not required, and of which one is enough', () => {
    const decided = decide(
      [is('kernel', '>=6.1'), is('docker', '25.0.0', { required: false }), is('kind', '<0.21.0', { required: 'any' })],
      {
        kernel: at('6.18.44-fc'),
        docker: at('24.0.7'),
        kind: at('v0.20.0'),
      },
    );
    expect(say(decided)).toEqual([
      'Linux kernel 6.18.44-fc is in the affected range (>=6.1).',
      'Docker Engine 24.0.7 is outside the affected range (25.0.0) (not required).',
      'kind 0.20.0 is in the affected range (<0.21.0) (one such component is enough).',
    ]);
    expect(say(decided, 'zh-cn')).toEqual([
      'Linux kernel 6.18.44-fc 在受影响的版本范围（>=6.1）之内。',
      'Docker Engine 24.0.7 不在受影响的版本范围（25.0.0）之内（非必要条件）。',
      'kind 0.20.0 在受影响的版本范围（<0.21.0）之内（同类组件满足其一即可）。',
    ]);
  });
});

describe('the reasons in Chinese', () => {
  const known = [{ revision: 7731, arch: 'amd64' as const, affected: true, source: SOURCE }];

  it.each<[Written, Detection | undefined, string]>([
    [
      microk8s,
      snap('v1.32.2', { revision: 7731, arch: 'amd64' }),
      `MicroK8s 1.32.2（修订号 7731，amd64）在受影响的版本范围（${RANGE}）之内，但是否受影响取决于具体构建。`,
    ],
    [
      { ...microk8s, known },
      snap('v1.32.2', { revision: 7731, arch: 'amd64' }),
      `MicroK8s 1.32.2（修订号 7731，amd64）已知受影响，参见 ${SOURCE}。`,
    ],
    [
      { ...microk8s, known: [{ revision: 7746, affected: false, source: SOURCE }] },
      snap('v1.31.6', { revision: 7746 }),
      `MicroK8s 1.31.6（修订号 7746）已知不受影响，参见 ${SOURCE}。`,
    ],
    [{ ...microk8s, known }, snap('v1.32.2', { revision: 7731 }), 'MicroK8s 1.32.2（修订号 7731）可能是已知的构建，但无法确定系统架构。'],
    [microk8s, snap('1.32'), 'MicroK8s 1.32 无法比较：版本号应形如 1.32.2。'],
    [microk8s, { kind: 'absent', how: HOW }, `未安装 MicroK8s（${HOW}）。`],
    [
      microk8s,
      { kind: 'unknown', why: 'timed-out', reason: 'timed out', how: HOW },
      `无法确定 MicroK8s 的版本（${HOW}：超时：timed out）。`,
    ],
    [microk8s, undefined, '没有检测 MicroK8s 的版本。'],
    [
      { ...microk8s, range: '>=1.32.0' },
      snap('v1.32.2', { likely: 'program-on-disk' }),
      'MicroK8s 1.32.2 很可能在受影响的版本范围（>=1.32.0）之内（依据：磁盘上的程序）。',
    ],
    [
      { ...microk8s, range: '>=1.32.0' },
      snap('v1.31.2', { assumed: true }),
      'MicroK8s 1.31.2（假定）不在受影响的版本范围（>=1.32.0）之内。',
    ],
  ])('%#', (affects, found, sentence) => {
    expect(say(decide([affects], found === undefined ? {} : { microk8s: found }), 'zh-cn')).toEqual([sentence]);
  });
});
