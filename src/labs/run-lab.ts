/** `runbook lab <slug>`: every cell and every mutation, side by side, and the proof of it. Writes nothing but the labs' own state. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runbookDigest } from '../domain/digest.ts';
import { fail } from '../domain/problem.ts';
import type { CheckRecord, Level, Proof } from '../domain/proof.ts';
import { runbookSchema } from '../domain/runbook.ts';
import type { Runbook } from '../domain/runbook.ts';
import { atMost } from './at-most.ts';
import { cellOf, readLab, runbookDirectory, usualLevel } from './definition.ts';
import type { Cell, Lab, Mutation, Source } from './definition.ts';
import { labDigest, readLabFiles } from './digest.ts';
import type { Missing } from './environment.ts';
import { environmentOf } from './environments/index.ts';
import type { OnLabEvent } from './lab-event.ts';
import { missingFor } from './missing.ts';
import { shortened } from './mutation.ts';
import { runMutation } from './mutation-run.ts';
import { makeProof } from './proof.ts';
import { runCell } from './run-cell.ts';
import type { CellOutcome } from './run-cell.ts';

export type LabRequest = {
  slug: string;
  root: string;
  /** Of its labs, the one of this level; by default the one that needs least. */
  level?: Level;
  /** Only these cells and mutations, by id. A proof of a part is not made. */
  only?: string[];
  /** Instead of what the files say: for tests of the lab itself. */
  lab?: Lab;
  runbook?: Runbook;
  signal?: AbortSignal;
  onEvent?: OnLabEvent;
};

export type LabOutcome =
  | { kind: 'cannot-run'; missing: Missing[] }
  | { kind: 'proven' | 'failed'; checks: CheckRecord[]; seconds: number; proof: Proof | null };

export const readRunbook = (root: string, slug: string): Runbook => {
  const file = join(runbookDirectory(root, slug), 'runbook.json');
  if (!existsSync(file)) return fail('needs-checkout', `${slug} has no runbook at ${file}`, { hint: 'npm run extract makes it' });
  return runbookSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
};

type Job = { kind: 'cell'; cell: Cell } | { kind: 'mutation'; mutation: Mutation };

const jobId = (job: Job): string => (job.kind === 'cell' ? job.cell.id : job.mutation.id);
const jobTitle = (job: Job): string => (job.kind === 'cell' ? job.cell.title : job.mutation.title);
/** The longest first, so that none of them is waited for alone at the end. */
const weight = (job: Job): number =>
  job.kind === 'mutation' ? 1 : job.cell.kind === 'control' ? 0 : job.cell.times === 'real' || job.cell.undo === 'exact' ? 3 : 2;

const jobsOf = (lab: Lab, only: string[] | undefined): Job[] => {
  const jobs: Job[] = [
    ...lab.cells.map((cell) => ({ kind: 'cell', cell }) as const),
    ...lab.mutations.map((mutation) => ({ kind: 'mutation', mutation }) as const),
  ];
  return jobs.filter((job) => only === undefined || only.includes(jobId(job))).toSorted((a, b) => weight(b) - weight(a));
};

const ids = (jobs: Job[]): string[] => jobs.map(jobId);
const secondsSince = (began: number): number => Number(((performance.now() - began) / 1000).toFixed(1));

const runJob = async (
  job: Job,
  request: Required<Pick<LabRequest, 'signal' | 'onEvent' | 'lab' | 'runbook'>> & { source: Source },
): Promise<CellOutcome> => {
  const { lab, source, signal, onEvent, runbook } = request;
  const began = performance.now();
  onEvent({ type: 'cell.started', cell: jobId(job), title: jobTitle(job) });
  const cell = job.kind === 'cell' ? job.cell : cellOf(lab, job.mutation.cell);
  const real = job.kind === 'mutation' || (cell.kind === 'affected' && cell.times === 'real');
  const run = { source, lab, cell, runbook: real ? runbook : shortened(runbook), name: jobId(job), signal, onEvent };
  const outcome = job.kind === 'cell' ? await runCell(run) : await runMutation(run, job.mutation);
  const failed = outcome.records.some((record) => record.outcome === 'failed');
  onEvent({ type: 'cell.ended', cell: run.name, outcome: failed ? 'failed' : 'passed', seconds: secondsSince(began) });
  return outcome;
};

const proofOf = async (
  source: Source,
  lab: Lab,
  about: { runbook: Runbook; outcomes: CellOutcome[]; startedAt: string; seconds: number },
): Promise<Proof> => {
  const { runbook, outcomes, startedAt, seconds } = about;
  const bound = { runbook: await runbookDigest(runbook), lab: await labDigest(readLabFiles(source)) };
  const versions = Object.assign({}, ...outcomes.map(({ facts }) => facts)) as Record<string, string>;
  return makeProof({ slug: source.slug, lab, bound, versions, checks: outcomes.flatMap(({ records }) => records), startedAt, seconds });
};

/** What the lab says of itself can be had in its environment. */
const environmentFits = (lab: Lab): void => {
  const { ceiling, name, views } = environmentOf(lab.environment);
  const order = ['component', 'cluster', 'distribution'];
  if (order.indexOf(lab.level) > order.indexOf(ceiling))
    fail('invalid-content', `a lab in ${name} cannot be of the level ${lab.level}: ${ceiling} at most`);
  if (!views.includes(lab.view))
    fail('invalid-content', `a lab in ${name} has no view of the ${lab.view}, only of the ${views.join(', ')}`);
};

export const runLab = async (request: LabRequest): Promise<LabOutcome> => {
  const { slug, root, onEvent = () => {}, signal = new AbortController().signal } = request;
  const source = { root, slug, level: request.level ?? usualLevel(root, slug) };
  const lab = request.lab ?? readLab(source);
  environmentFits(lab);
  const missing = await missingFor(lab);
  if (missing.length > 0) return { kind: 'cannot-run', missing };
  const runbook = request.runbook ?? readRunbook(root, slug);
  await environmentOf(lab.environment).prepare();

  const startedAt = new Date().toISOString();
  const began = performance.now();
  const jobs = jobsOf(lab, request.only);
  onEvent({ type: 'lab.started', slug, environment: lab.environment, level: lab.level, cells: ids(jobs) });
  const outcomes = await atMost(environmentOf(lab.environment).atOnce, jobs, (job) =>
    runJob(job, { source, signal, onEvent, lab, runbook }),
  );

  const checks = outcomes.flatMap(({ records }) => records);
  const kind = checks.every((check) => check.outcome === 'passed') ? 'proven' : 'failed';
  const seconds = secondsSince(began);
  onEvent({ type: 'lab.ended', outcome: kind, seconds });
  const proof = request.only === undefined ? await proofOf(source, lab, { runbook, outcomes, startedAt, seconds }) : null;
  return { kind, checks, seconds, proof };
};
