/** Whether an article has the steps without which nothing may be changed, and only where steps belong. */
import type { Phase } from '../domain/step.ts';
import { FILE_START } from './draft.ts';
import type { Draft } from './draft.ts';
import type { DraftStep } from './fence-options.ts';
import { finding } from './finding.ts';
import type { LintFinding } from './finding.ts';

export const isIn =
  (...phases: Phase[]) =>
  ({ phase }: DraftStep): boolean =>
    phases.includes(phase);

const WHY: [Phase, string][] = [
  ['diagnose', 'nothing is changed unless a probe has shown that the fault is there: write a ```bash runbook=diagnose fence'],
  ['verify', 'a fix is one only when the cluster was seen healthy after it: write a ```bash runbook=verify fence'],
];

const missingPhases = (draft: Draft): LintFinding[] => {
  const place = draft.steps.find(isIn('fix'))?.fence.place ?? FILE_START;
  return WHY.filter(([phase]) => !draft.steps.some(isIn(phase))).map(([phase, help]) =>
    finding(draft.article.file, place, { rule: `no-${phase}`, message: `the article has no ${phase} step`, help }),
  );
};

const references = ({ article }: Draft): LintFinding[] =>
  article.references.map(({ place }) =>
    finding(article.file, place, {
      rule: 'step-in-english',
      message: '`<Step>` stands in the English article',
      help: 'only translations refer to steps: the fence itself belongs here',
    }),
  );

export const checkPhases = (draft: Draft): LintFinding[] => [...missingPhases(draft), ...references(draft)];
