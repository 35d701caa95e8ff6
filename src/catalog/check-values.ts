/** Whether every value that a script reads is there when the script runs: an input, or printed by a step before it. */
import { isIn } from './check-phases.ts';
import { inputNamesOf, optionOf, resolutionsOf } from './draft.ts';
import type { Draft } from './draft.ts';
import type { DraftStep } from './fence-options.ts';
import { finding } from './finding.ts';
import type { LintFinding } from './finding.ts';
import { suggest } from './nearest.ts';
import { recordOf, textOf, textsOf } from './raw.ts';

const outputsOf = (step: DraftStep): string[] => Object.keys(recordOf(optionOf(step, 'outputs')));

const before = (draft: Draft, step: DraftStep, isSource: (step: DraftStep) => boolean): string[] =>
  draft.steps.slice(0, draft.steps.indexOf(step)).filter(isSource).flatMap(outputsOf);

const outputsOfAll = (draft: Draft, isSource: (step: DraftStep) => boolean): string[] => draft.steps.filter(isSource).flatMap(outputsOf);

/** What the actions before this one print, in every resolution that has it: only that is sure. */
const inEveryWay = (draft: Draft, id: string, including: boolean): string[] => {
  const ways = resolutionsOf(draft).filter(({ steps }) => steps.includes(id));
  const printed = ways.map(({ steps }) => {
    const done = steps.slice(0, steps.indexOf(id) + (including ? 1 : 0));
    return draft.steps.filter((step) => done.includes(step.id)).flatMap(outputsOf);
  });
  return (printed[0] ?? []).filter((name) => printed.every((names) => names.includes(name)));
};

const forUndo = (draft: Draft, undo: DraftStep): string[] => {
  const actions = draft.steps.filter((step) => undo.id !== '' && textOf(optionOf(step, 'undo')) === undo.id);
  const printed = actions.map(({ id }) => inEveryWay(draft, id, true));
  return (printed[0] ?? []).filter((name) => printed.every((names) => names.includes(name)));
};

const isPrecheck = isIn('precheck');
const isSeen = isIn('precheck', 'diagnose');

const available = (draft: Draft, step: DraftStep): string[] => {
  switch (step.phase) {
    case 'precheck':
      return before(draft, step, isPrecheck);
    case 'diagnose':
      return [...outputsOfAll(draft, isPrecheck), ...before(draft, step, isIn('diagnose'))];
    case 'fix':
      return [...outputsOfAll(draft, isSeen), ...inEveryWay(draft, step.id, false)];
    case 'undo':
      return [...outputsOfAll(draft, isSeen), ...forUndo(draft, step)];
    case 'verify':
    case 'collect':
      return [...outputsOfAll(draft, isSeen), ...before(draft, step, isIn(step.phase))];
  }
};

const unprovided = (draft: Draft, step: DraftStep): LintFinding[] => {
  const names = [...inputNamesOf(draft), ...available(draft, step)];
  return textsOf(optionOf(step, 'uses')).flatMap((name, index) => {
    if (name === '' || names.includes(name)) return [];
    const message = `no input and no step before \`${step.id}\` provides \`${name}\``;
    return [finding(draft.article.file, step.yaml.at(['uses', index]), { rule: 'dangling-uses', message, help: suggest(name, names) })];
  });
};

const twice = (draft: Draft): LintFinding[] => {
  const inputs = inputNamesOf(draft);
  const printed = draft.steps.flatMap((step) => outputsOf(step).map((name) => ({ name, step })));
  return printed.flatMap(({ name, step }, index) => {
    const isTaken = inputs.includes(name) || printed.findIndex((one) => one.name === name) < index;
    if (!isTaken) return [];
    return [
      finding(draft.article.file, step.yaml.at(['outputs', name]), {
        rule: 'duplicate-output',
        message: `\`${name}\` is provided twice`,
        help: 'give one of them another name',
      }),
    ];
  });
};

export const checkValues = (draft: Draft): LintFinding[] => [...draft.steps.flatMap((step) => unprovided(draft, step)), ...twice(draft)];
