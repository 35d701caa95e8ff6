/** An article and its translation → the runbook, or everything that stands against it. */
import type { ArticleData, Translation } from '../domain/article.ts';
import type { Runbook, RunbookText } from '../domain/runbook.ts';
import { checkCluster } from './check-cluster.ts';
import { checkPatterns } from './check-patterns.ts';
import { checkPhases } from './check-phases.ts';
import { checkReferences } from './check-references.ts';
import { checkResolutions } from './check-resolutions.ts';
import { readTranslation } from './check-translation.ts';
import type { ReadTranslation } from './check-translation.ts';
import { checkValues } from './check-values.ts';
import { draftOf, FILE_START } from './draft.ts';
import type { Draft, Source } from './draft.ts';
import { finding, sortFindings } from './finding.ts';
import type { LintFinding } from './finding.ts';
import { plainBody } from './plain-body.ts';
import { toStep } from './to-step.ts';

/** The files of one article. `slug` is the name of its folder. */
export type ArticleFiles = { slug: string; en: Source; translation: Source | null };

export type Extraction =
  | { kind: 'ok'; runbook: Runbook; notes: LintFinding[] }
  | { kind: 'bad'; findings: LintFinding[]; notes: LintFinding[] };

/** Where the form of the file is broken, what stands after the break is not read as what it is: no conclusions from it. */
const conclusions = (draft: Draft): LintFinding[] => {
  const isBroken = draft.article.findings.length > 0 || draft.article.frontmatter === null || draft.yaml.problems.length > 0;
  const parts = checkPatterns(draft);
  return isBroken
    ? parts
    : [
        ...parts,
        ...checkPhases(draft),
        ...checkReferences(draft),
        ...checkResolutions(draft),
        ...checkValues(draft),
        ...checkCluster(draft),
      ];
};

export const checkDraft = (draft: Draft): LintFinding[] => [...draft.findings, ...conclusions(draft)];

const untranslated = (slug: string, { file }: Source): LintFinding =>
  finding(file, FILE_START, {
    rule: 'no-translation',
    message: `\`${slug}\` has no translation`,
    help: 'write zh-cn.mdx beside it; until then readers of Chinese see the English text, marked as such',
  });

const english = (draft: Draft, data: ArticleData): RunbookText => {
  const { title, symptom, summary } = data;
  const resolutions: Translation['resolutions'] = Object.fromEntries(
    data.resolutions.map(({ id, title: words, instruction, cost }) => [
      id,
      { title: words, ...(instruction === undefined ? {} : { instruction }), cost },
    ]),
  );
  const steps = Object.fromEntries(draft.steps.map((step) => [step.id, step.options?.title ?? '']));
  const inputs = Object.fromEntries(data.inputs.map((input) => [input.name, input.title]));
  const made = draft.steps.flatMap(({ id, options }) =>
    options !== null && 'canary' in options && options.canary ? [[id, options.canary.creates]] : [],
  );
  const body = plainBody(
    draft.article,
    draft.steps.map(({ id, fence }) => ({ id, span: fence.span })),
  );
  return {
    title,
    symptom,
    summary,
    steps,
    resolutions,
    inputs,
    ...(made.length > 0 && { canaries: Object.fromEntries(made) as Record<string, string> }),
    ...(data.withdrawn && { withdrawn: data.withdrawn.reason }),
    body,
  };
};

/** Why is among the words, in each language. */
const withdrawnOf = ({ withdrawn }: ArticleData): Pick<Runbook, 'withdrawn'> => {
  if (withdrawn === undefined) return {};
  const { reason: _, ...rest } = withdrawn;
  return { withdrawn: rest };
};

const build = (draft: Draft, data: ArticleData, translation: RunbookText | null): Runbook => {
  const { id, distro, affects, inputs, signatures, upstream, verify } = data;
  const resolutions = data.resolutions.map((one): Runbook['resolutions'][number] =>
    one.manual
      ? { kind: 'manual', id: one.id, recommended: one.recommended }
      : { kind: 'steps', id: one.id, recommended: one.recommended, steps: one.steps },
  );
  const times = { withinMs: verify.within, everyMs: verify.every, stableMs: verify.stable, samples: verify.samples };
  const text = { en: english(draft, data), 'zh-cn': translation };
  return {
    schema: 1,
    id,
    slug: draft.slug,
    ...withdrawnOf(data),
    distro,
    affects,
    inputs,
    steps: draft.steps.map(toStep),
    resolutions,
    verify: times,
    signatures,
    upstream,
    text,
  };
};

export const extractRunbook = ({ slug, en, translation }: ArticleFiles): Extraction => {
  const draft = draftOf(slug, en);
  const translated: ReadTranslation = translation === null ? { text: null, findings: [] } : readTranslation(draft, translation);
  const findings = sortFindings([...checkDraft(draft), ...translated.findings]);
  const notes = translation === null ? [untranslated(slug, en)] : [];
  if (findings.length > 0 || draft.data === null) return { kind: 'bad', findings, notes };
  return { kind: 'ok', runbook: build(draft, draft.data, translated.text), notes };
};
