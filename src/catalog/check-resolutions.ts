/** Whether the ways to fix it, and the steps that name them or are named by them, fit together. */
import { isIn } from './check-phases.ts';
import { idsOf, optionOf, resolutionsOf } from './draft.ts';
import type { Draft } from './draft.ts';
import type { DraftStep } from './fence-options.ts';
import { finding } from './finding.ts';
import type { LintFinding } from './finding.ts';
import { suggest } from './nearest.ts';
import { textsOf } from './raw.ts';

const isFix = isIn('fix');
const isVerify = isIn('verify');

const resolutionSteps = (draft: Draft): LintFinding[] => {
  const fixes = idsOf(draft, isFix);
  return resolutionsOf(draft).flatMap(({ index, steps }) =>
    steps.flatMap((id, at) => {
      const place = draft.yaml.at(['resolutions', index, 'steps', at]);
      if (id === '' || fixes.includes(id)) return [];
      return [
        finding(draft.article.file, place, { rule: 'dangling-step', message: `there is no fix step \`${id}\``, help: suggest(id, fixes) }),
      ];
    }),
  );
};

const duplicateResolutions = (draft: Draft): LintFinding[] => {
  const ids = resolutionsOf(draft).map(({ id }) => id);
  return ids.flatMap((id, index) =>
    id === '' || ids.indexOf(id) === index
      ? []
      : [
          finding(draft.article.file, draft.yaml.at(['resolutions', index, 'id']), {
            rule: 'duplicate-id',
            message: `two resolutions are called \`${id}\``,
            help: 'give one of them another id',
          }),
        ],
  );
};

/** Resolutions that a check names. */
const onlyOf = (step: DraftStep): string[] => textsOf(optionOf(step, 'only'));

const danglingOnly = (draft: Draft): LintFinding[] => {
  const ids = resolutionsOf(draft).map(({ id }) => id);
  return draft.steps.filter(isVerify).flatMap((step) =>
    onlyOf(step).flatMap((id, at) => {
      if (id === '' || ids.includes(id)) return [];
      const said = { rule: 'dangling-only', message: `there is no resolution \`${id}\``, help: suggest(id, ids) };
      return [finding(draft.article.file, step.yaml.at(['only', at]), said)];
    }),
  );
};

/** After each way something must show that what should answer answers. Not while a misspelt name may be the one. */
const unchecked = (draft: Draft): LintFinding[] => {
  const checks = draft.steps.filter(isVerify).map(onlyOf);
  if (checks.length === 0 || danglingOnly(draft).length > 0) return [];
  return resolutionsOf(draft)
    .filter(({ id }) => id !== '' && !checks.some((only) => only.length === 0 || only.includes(id)))
    .map(({ id, index }) =>
      finding(draft.article.file, draft.yaml.at(['resolutions', index, 'id']), {
        rule: 'no-verify',
        message: `no verify step is asked after \`${id}\``,
        help: 'leave out `only:` of one of them, or write a verify fence of its own',
      }),
    );
};

export const checkResolutions = (draft: Draft): LintFinding[] => [
  ...resolutionSteps(draft),
  ...duplicateResolutions(draft),
  ...danglingOnly(draft),
  ...unchecked(draft),
];
