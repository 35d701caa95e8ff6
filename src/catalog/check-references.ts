/** Whether everything that the parts of an article say of each other is so: ids, undo, done, canaries. */
import { isIn } from './check-phases.ts';
import { idsOf, optionOf, resolutionsOf } from './draft.ts';
import type { Draft } from './draft.ts';
import type { DraftStep } from './fence-options.ts';
import { finding } from './finding.ts';
import type { LintFinding } from './finding.ts';
import { suggest } from './nearest.ts';
import { textOf } from './raw.ts';

const isProbe = isIn('precheck', 'diagnose', 'verify');
const isFix = isIn('fix');
const isUndo = isIn('undo');

type Said = Pick<LintFinding, 'rule' | 'message' | 'help'> & { key: string };
const atOption = (draft: Draft, step: DraftStep, { key, ...said }: Said): LintFinding =>
  finding(draft.article.file, step.yaml.at([key]), said);

const duplicateSteps = (draft: Draft): LintFinding[] =>
  draft.steps.flatMap((step, index) => {
    const first = draft.steps.findIndex(({ id }) => id !== '' && id === step.id);
    if (first === -1 || first === index) return [];
    const line = draft.steps[first]?.yaml.at(['id']).line ?? 0;
    return [
      atOption(draft, step, {
        key: 'id',
        rule: 'duplicate-id',
        message: `two steps are called \`${step.id}\`, the other in line ${line}`,
        help: 'give one of them another id',
      }),
    ];
  });

/** One option that names a step of another phase. */
const dangling = (draft: Draft, step: DraftStep, [key, isRight]: [string, (step: DraftStep) => boolean]): LintFinding[] => {
  const wanted = textOf(optionOf(step, key));
  const ids = idsOf(draft, isRight);
  if (wanted === '' || ids.includes(wanted)) return [];
  const what = key === 'undo' ? 'undo step' : 'probe';
  const help = key === 'undo' && wanted === 'none' ? 'write `undo: { none: <why it cannot be taken back> }`' : suggest(wanted, ids);
  return [atOption(draft, step, { key, rule: `dangling-${key}`, message: `there is no ${what} \`${wanted}\``, help })];
};

const canaryRemovalOf = (step: DraftStep): string => {
  const canary = optionOf(step, 'canary');
  return typeof canary === 'object' && canary !== null && 'remove' in canary ? textOf(canary.remove) : '';
};

const danglingRemoval = (draft: Draft, step: DraftStep): LintFinding[] => {
  const wanted = canaryRemovalOf(step);
  const ids = idsOf(draft, isUndo);
  if (wanted === '' || ids.includes(wanted)) return [];
  const message = `there is no undo step \`${wanted}\` to remove the canary`;
  return [atOption(draft, step, { key: 'canary', rule: 'dangling-canary', message, help: suggest(wanted, ids) })];
};

/** Not while a name that is missing or misspelt may be the one. */
const unused = (draft: Draft): LintFinding[] => {
  const removals = draft.steps.map((step) => canaryRemovalOf(step)).filter((name) => name !== '');
  const inResolutions = resolutionsOf(draft).flatMap(({ steps }) => steps);
  const undoes = draft.steps
    .filter(isFix)
    .map((step) => optionOf(step, 'undo'))
    .map((undo) => (typeof undo === 'object' ? null : textOf(undo)));
  const isMisspelt = (names: (string | null)[], ids: string[]): boolean => names.some((name) => name !== null && !ids.includes(name));
  const left = (isRight: (step: DraftStep) => boolean, names: (string | null)[]): DraftStep[] =>
    isMisspelt(names, idsOf(draft, isRight)) ? [] : draft.steps.filter(isRight).filter(({ id }) => id !== '' && !names.includes(id));
  const [fixes, undo] = [left(isFix, inResolutions), left(isUndo, [...undoes, ...removals])];
  return [
    ...fixes.map((step) =>
      atOption(draft, step, {
        key: 'id',
        rule: 'unused-fix',
        message: `no resolution has the step \`${step.id}\``,
        help: 'name it under `resolutions: … steps:`',
      }),
    ),
    ...undo.map((step) =>
      atOption(draft, step, {
        key: 'id',
        rule: 'unused-undo',
        message: `nothing is undone or removed by \`${step.id}\``,
        help: `write \`undo: ${step.id}\` in the action it takes back`,
      }),
    ),
  ];
};

export const checkReferences = (draft: Draft): LintFinding[] => [
  ...duplicateSteps(draft),
  ...draft.steps.flatMap((step) => dangling(draft, step, ['undo', isUndo])),
  ...draft.steps.flatMap((step) => dangling(draft, step, ['done', isProbe])),
  ...draft.steps.flatMap((step) => danglingRemoval(draft, step)),
  ...unused(draft),
];
