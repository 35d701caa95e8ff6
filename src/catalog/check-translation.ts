/** Whether a translation says something about everything that the English article defines, and nothing else. */
import { translationSchema } from '../domain/article.ts';
import type { Translation } from '../domain/article.ts';
import { idsOf, inputNamesOf, noFrontmatter, optionOf, readFrontmatter, resolutionsOf } from './draft.ts';
import type { Draft, Source } from './draft.ts';
import { finding } from './finding.ts';
import type { LintFinding } from './finding.ts';
import { suggest } from './nearest.ts';
import { parseArticle } from './parse-article.ts';
import type { ParsedArticle } from './parse-article.ts';
import { plainBody } from './plain-body.ts';
import { recordOf } from './raw.ts';
import type { YamlRead } from './read-yaml.ts';
import { checkYaml } from './schema-findings.ts';

export type ReadTranslation = { text: (Translation & { body: string }) | null; findings: LintFinding[] };

type Part = { file: string; yaml: YamlRead; key: 'steps' | 'resolutions' | 'inputs' | 'noUndo' | 'canaries'; ids: string[] };

/** The keys of one part against the ids of the English article. */
const keysOf = ({ file, yaml, key, ids }: Part): LintFinding[] => {
  const said = Object.keys(recordOf(recordOf(yaml.data)[key]));
  const lacking = ids.filter((id) => !said.includes(id));
  const extra = said.filter((id) => !ids.includes(id));
  return [
    ...lacking.map((id) =>
      finding(file, yaml.at([key]), {
        rule: 'untranslated',
        message: `\`${key}\` says nothing about \`${id}\``,
        help: `write \`${id}:\` under \`${key}:\``,
      }),
    ),
    ...extra.map((id) =>
      finding(file, yaml.at([key, id]), {
        rule: 'unknown-id',
        message: `the English article has no \`${id}\` in \`${key}\``,
        help: suggest(id, ids),
      }),
    ),
  ];
};

const instructions = (draft: Draft, file: string, yaml: YamlRead): LintFinding[] =>
  resolutionsOf(draft).flatMap(({ id, manual }) => {
    const said = recordOf(recordOf(yaml.data)['resolutions'])[id];
    if (said === undefined || manual === (recordOf(said)['instruction'] !== undefined)) return [];
    const help = manual ? 'write `instruction:`' : 'leave out `instruction:`';
    return [
      finding(file, yaml.at(['resolutions', id]), {
        rule: 'instruction',
        message: `\`${id}\` is ${manual ? '' : 'not '}done by hand`,
        help,
      }),
    ];
  });

/** Where the one says that it is withdrawn, the other does. */
const withdrawn = (draft: Draft, file: string, yaml: YamlRead): LintFinding[] => {
  const is = recordOf(draft.yaml.data)['withdrawn'] !== undefined;
  if (is === (recordOf(yaml.data)['withdrawn'] !== undefined)) return [];
  const message = is ? 'the English article is withdrawn' : 'the English article is not withdrawn';
  const help = is ? 'write `withdrawn:` and why, in a sentence or two' : 'leave out `withdrawn:`';
  return [finding(file, yaml.at(['withdrawn']), { rule: 'withdrawn', message, help })];
};

const unknownReferences = ({ file, references }: ParsedArticle, ids: string[]): LintFinding[] =>
  references
    .filter(({ id }) => !ids.includes(id))
    .map(({ id, place }) =>
      finding(file, place, { rule: 'unknown-step', message: `the English article has no step \`${id}\``, help: suggest(id, ids) }),
    );

const timesReferred = ({ file, references }: ParsedArticle, ids: string[]): LintFinding[] =>
  ids.flatMap((id) => {
    const all = references.filter((one) => one.id === id);
    const again = all.slice(1).map(({ place }) =>
      finding(file, place, {
        rule: 'duplicate-step',
        message: `the step \`${id}\` stands here a second time`,
        help: 'refer to every step once',
      }),
    );
    if (all.length > 0) return again;
    return [
      finding(
        file,
        { line: 1, column: 1 },
        { rule: 'missing-step', message: `the step \`${id}\` is not referred to`, help: `write \`<Step id="${id}" />\` where it belongs` },
      ),
    ];
  });

const fences = ({ file, fences: all }: ParsedArticle): LintFinding[] =>
  all
    .filter(({ meta, value }) => /\brunbook\b/.test(meta) || value.startsWith('#|'))
    .map(({ place }) =>
      finding(file, place, {
        rule: 'fence-in-translation',
        message: 'a translation holds no steps',
        help: 'refer to the step of the English article: `<Step id="…" />`',
      }),
    );

/** `undo: { none: … }` */
const isReason = (undo: unknown): boolean => recordOf(undo)['none'] !== undefined;

const againstEnglish = (draft: Draft, article: ParsedArticle, yaml: YamlRead): LintFinding[] => {
  const { file } = article;
  const ids = [...new Set(idsOf(draft))];
  return [
    ...keysOf({ file, yaml, key: 'steps', ids }),
    ...keysOf({ file, yaml, key: 'resolutions', ids: resolutionsOf(draft).map(({ id }) => id) }),
    ...keysOf({
      file,
      yaml,
      key: 'canaries',
      ids: draft.steps.filter((step) => optionOf(step, 'canary') !== undefined).map(({ id }) => id),
    }),
    ...keysOf({ file, yaml, key: 'noUndo', ids: draft.steps.filter((step) => isReason(optionOf(step, 'undo'))).map(({ id }) => id) }),
    ...keysOf({ file, yaml, key: 'inputs', ids: inputNamesOf(draft) }),
    ...instructions(draft, file, yaml),
    ...withdrawn(draft, file, yaml),
    ...unknownReferences(article, ids),
    ...timesReferred(article, ids),
  ];
};

export const readTranslation = (draft: Draft, { file, text }: Source): ReadTranslation => {
  const article = parseArticle(file, text);
  const yaml = readFrontmatter(article);
  const none = noFrontmatter(article);
  const checked = none.length > 0 ? { data: null, findings: none } : checkYaml<Translation>({ file, yaml, schema: translationSchema });
  const isWhole =
    article.findings.length === 0 &&
    draft.article.findings.length === 0 &&
    draft.yaml.problems.length === 0 &&
    checked.findings.every(({ rule }) => rule !== 'bad-yaml');
  const findings = [...article.findings, ...checked.findings, ...fences(article), ...(isWhole ? againstEnglish(draft, article, yaml) : [])];
  const body = plainBody(article, article.references);
  return { text: checked.data === null ? null : { ...checked.data, body }, findings };
};
