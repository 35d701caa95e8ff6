/**
 * `runbook doctor` on a lab, as the person whose cluster it is would run it. It may name this lab's failure where that is, and no other
 * anywhere; a diagnosis that does not apply is forced to look as well, so that it is the probe that says no, and not only the gate.
 */
import type { Examination } from '../domain/checkup.ts';
import { describeGate } from '../domain/describe-gate.ts';
import { runbookDigest } from '../domain/digest.ts';
import type { LookedFor } from '../domain/proof.ts';
import type { Runbook } from '../domain/runbook.ts';
import { DIAGNOSES_AT_ONCE, examine } from '../engine/examine.ts';
import type { Examining } from '../engine/examine.ts';
import { slots } from '../targets/slots.ts';
import { firstDifference } from './difference.ts';
import type { LabHandle } from './environment.ts';
import { placeOf, portsFor } from './play.ts';
import type { Said } from './said.ts';

export type DoctorRequest = {
  lab: LabHandle;
  runbook: Runbook;
  /** The other articles' runbooks. */
  others: Runbook[];
  signal: AbortSignal;
};

type State = LookedFor['state'];
export type Looked = { said: Said; found: Omit<LookedFor, 'cell'>[] };

const all = async (runbooks: Runbook[], request: DoctorRequest, how: Pick<Examining['request'], 'force' | 'assumed'>) => {
  const began = examine(runbooks, {
    ports: portsFor(request.lab, { signal: request.signal }),
    request: { run: 'doctor', ...placeOf(request.lab), ...how },
    limit: slots(DIAGNOSES_AT_ONCE),
    digestOf: runbookDigest,
  });
  const [examinations, { components }] = await Promise.all([Promise.all(began.examinations), began.look([])]);
  return { examinations, components };
};

const whyNot = ({ gate }: Examination): string => describeGate({ ...gate, reasons: gate.reasons.filter(({ required }) => required) }, 'en');

const verdictOf = (one: Examination): Pick<LookedFor, 'verdict' | 'reason'> => {
  if (one.kind === 'absent') return { verdict: 'absent', reason: '' };
  if (one.kind === 'present') return { verdict: 'present', reason: one.evidence.join('\n') };
  if (one.kind === 'not-applicable') return { verdict: 'not-applicable', reason: whyNot(one) };
  if (one.kind === 'needs-input') return { verdict: 'unknown', reason: `it needs ${one.inputs.join(', ')}` };
  return { verdict: 'unknown', reason: one.step === null ? one.reason : `${one.step}: ${one.reason}` };
};

const bySlug = (examinations: Examination[]) => new Map(examinations.map((one) => [one.slug, verdictOf(one)]));

type Verdicts = ReturnType<typeof bySlug>;

const recordFor = async (other: Runbook, state: State, { first, forced }: { first: Verdicts; forced: Verdicts }) => {
  const verdict = first.get(other.slug);
  if (verdict === undefined) throw new Error(`${other.slug} was not examined`);
  return { state, slug: other.slug, digest: await runbookDigest(other), ...verdict, forced: forced.get(other.slug) ?? null };
};

/** What was found, by name: of the doctor first, then of those that were forced to look. */
const wrong = (own: Examination['kind'] | undefined, state: State, found: Looked['found']): string[] => [
  ...(state === 'broken' && own !== 'present' ? [`the doctor does not find it: ${own}`] : []),
  ...(state === 'healthy' && own === 'present' ? ['the doctor finds it'] : []),
  ...found.filter(({ verdict }) => verdict === 'present').map(({ slug, reason }) => `the doctor finds ${slug}: ${reason}`),
  ...found
    .filter(({ forced }) => forced?.verdict === 'present')
    .map(({ slug, forced }) => `${slug}, forced to look, is present: ${forced?.reason}`),
];

const summary = (found: Looked['found']): string =>
  found.map(({ slug, verdict, forced }) => `${slug} ${verdict}${forced === null ? '' : ` (forced: ${forced.verdict})`}`).join(', ');

/** Every diagnosis on the lab as it stands. Reads only, and shows that it did. */
export const doctorSays = async (state: State, request: DoctorRequest): Promise<Looked> => {
  const { lab, runbook, others } = request;
  const before = await lab.snapshot();
  const { examinations, components } = await all([runbook, ...others], request, { force: false, assumed: {} });
  const first = bySlug(examinations);
  const elsewhere = others.filter(({ slug }) => first.get(slug)?.verdict === 'not-applicable');
  const forced = bySlug((await all(elsewhere, request, { force: true, assumed: components })).examinations);
  const after = await lab.snapshot();
  const found = await Promise.all(others.map((other) => recordFor(other, state, { first, forced })));
  const problems = [
    ...wrong(examinations.find(({ slug }) => slug === runbook.slug)?.kind, state, found),
    ...(before === after ? [] : [`looking changed ${firstDifference(before, after)}`]),
  ];
  return { said: { ok: problems.length === 0, detail: problems.length === 0 ? summary(found) : problems.join('; ') }, found };
};
