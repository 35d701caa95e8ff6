/** What only shows when all articles are looked at: ids and slugs used twice, samples that another article claims, where a withdrawn one leads. */
import { compilePattern } from '../match/pattern.ts';
import type { Draft } from './draft.ts';
import { finding } from './finding.ts';
import type { LintFinding } from './finding.ts';
import { suggest } from './nearest.ts';
import { listOf, recordOf, textOf, textsOf } from './raw.ts';

type Path = (string | number)[];
type Claim = { draft: Draft; path: Path; name: string };

const clash = ({ draft, path, name }: Claim, others: Claim[]): LintFinding[] => {
  const other = others.find((one) => one.name === name && one.draft.slug !== draft.slug);
  if (other === undefined || name === '') return [];
  return [
    finding(draft.article.file, draft.yaml.at(path), {
      rule: 'taken',
      message: `\`${name}\` belongs to ${other.draft.slug} already`,
      help: 'ids and slugs are permanent: take another one',
    }),
  ];
};

const idsOf = (drafts: Draft[]): Claim[] => drafts.map((draft) => ({ draft, path: ['id'], name: textOf(recordOf(draft.yaml.data)['id']) }));

const formerSlugsOf = (drafts: Draft[]): Claim[] =>
  drafts.flatMap((draft) =>
    textsOf(recordOf(draft.yaml.data)['formerSlugs']).map((name, index) => ({ draft, path: ['formerSlugs', index], name })),
  );

const slugsOf = (drafts: Draft[]): Claim[] => drafts.map((draft) => ({ draft, path: [], name: draft.slug }));

type Signature = { slug: string; id: string; pattern: string; specificity: string };

const signaturesOf = ({ slug, yaml }: Draft): Signature[] =>
  listOf(recordOf(yaml.data)['signatures'])
    .map(recordOf)
    .map((one) => ({ slug, id: textOf(one['id']), pattern: textOf(one['pattern']), specificity: textOf(one['specificity']) }));

/** A weak signature may well be seen in several failures; the others claim to tell theirs from all. */
const claims = ({ pattern, specificity }: Signature, sample: string): boolean => {
  if (specificity === 'weak' || pattern === '') return false;
  const compiled = compilePattern(pattern);
  return compiled.kind === 'ok' && compiled.lines(sample).length > 0;
};

const claimedSamples = (draft: Draft, others: Signature[]): LintFinding[] =>
  listOf(recordOf(draft.yaml.data)['signatures']).flatMap((signature, index) =>
    textsOf(recordOf(signature)['matches']).flatMap((sample, at) =>
      others
        .filter((other) => other.slug !== draft.slug && claims(other, sample))
        .map((other) =>
          finding(draft.article.file, draft.yaml.at(['signatures', index, 'matches', at]), {
            rule: 'sample-of-another',
            message: `the sample also matches \`${other.id}\` of ${other.slug}`,
            help: 'make that pattern narrower, or say `specificity: weak` of it',
          }),
        ),
    ),
  );

const withdrawnOf = ({ yaml }: Draft) => recordOf(yaml.data)['withdrawn'];

/** Whoever is sent from a withdrawn article to another must find one there that holds. */
const instead = (draft: Draft, drafts: Draft[], known: string[]): LintFinding[] => {
  const wanted = textOf(recordOf(withdrawnOf(draft))['instead']);
  if (wanted === '' || known.includes(wanted) || drafts.some((one) => one.slug === wanted && withdrawnOf(one) === undefined)) return [];
  const isThere = drafts.some(({ slug }) => slug === wanted);
  const others = drafts.filter((one) => withdrawnOf(one) === undefined).map(({ slug }) => slug);
  return [
    finding(draft.article.file, draft.yaml.at(['withdrawn', 'instead']), {
      rule: 'dangling-instead',
      message: isThere ? `\`${wanted}\` is withdrawn itself` : `there is no article \`${wanted}\``,
      help: others.length === 0 ? 'leave out `instead:`' : suggest(wanted, others),
    }),
  ];
};

/** `known`: slugs of articles that are elsewhere, and may be led to. */
export const checkTogether = (drafts: Draft[], known: string[] = []): LintFinding[] => {
  const signatures = drafts.flatMap(signaturesOf);
  const former = formerSlugsOf(drafts);
  return [
    ...idsOf(drafts).flatMap((claim) => clash(claim, idsOf(drafts))),
    ...former.flatMap((claim) => clash(claim, [...slugsOf(drafts), ...former])),
    ...drafts.flatMap((draft) => claimedSamples(draft, signatures)),
    ...drafts.flatMap((draft) => instead(draft, drafts, known)),
  ];
};
