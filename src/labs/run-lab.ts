/** `runbook lab <slug>`: every cell and every mutation, side by side, and the proof of it. Writes nothing but the labs' own state. */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { boundNow } from '../catalog/bound.ts';
import { fail } from '../domain/problem.ts';
import type { CheckRecord, Level, Proof } from '../domain/proof.ts';
import { runbookSchema } from '../domain/runbook.ts';
import type { Runbook } from '../domain/runbook.ts';
import { atMost } from './at-most.ts';
import { bearable, hungriest } from './bearable.ts';
import { cellOf, fullCell, readLab, runbookDirectory, settingsOf, usualLevel } from './definition.ts';
import type { Cell, Lab, Mutation, Source } from './definition.ts';
import type { Missing } from './environment.ts';
import { environmentOf } from './environments/index.ts';
import type { OnLabEvent } from './lab-event.ts';
import { missingFor } from './missing.ts';
import { shortened } from './mutation.ts';
import { runMutation } from './mutation-run.ts';
import { makeProof } from './proof.ts';
import type { CellResult } from './proof.ts';
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
  /** The other failures that the doctor looks for; by default all that there are. */
  others?: Runbook[];
  signal?: AbortSignal;
  onEvent?: OnLabEvent;
  /** Results of an earlier run for the same files, and where to keep those of this one. */
  kept?: KeptCells;
};

export type LabOutcome =
  | { kind: 'cannot-run'; missing: Missing[] }
  | { kind: 'proven' | 'failed'; checks: CheckRecord[]; seconds: number; proof: Proof | null };

export const readRunbook = (root: string, slug: string): Runbook => {
  const file = join(runbookDirectory(root, slug), 'runbook.json');
  if (!existsSync(file)) return fail('needs-checkout', `${slug} has no runbook at ${file}`, { hint: 'npm run extract makes it' });
  return runbookSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
};

/** Of all other failures. */
const otherRunbooks = (root: string, slug: string): Runbook[] =>
  readdirSync(join(root, 'runbooks'))
    .filter((one) => one !== slug && existsSync(join(root, 'runbooks', one, 'runbook.json')))
    .toSorted()
    .map((one) => readRunbook(root, one));

type Job = { kind: 'cell'; cell: Cell } | { kind: 'mutation'; mutation: Mutation };

/** A mutation runs in a cell. */
const cellFor = (lab: Lab, job: Job): Cell => (job.kind === 'cell' ? job.cell : cellOf(lab, job.mutation.cell));
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

type Running = { source: Source; lab: Lab; runbook: Runbook; others: Runbook[]; signal: AbortSignal; onEvent: OnLabEvent; kept: KeptCells };

/** The doctor looks where nothing is wrong, and once where the failure is: in the others it would see the same again. */
const isLookedAt = (lab: Lab, cell: Cell): boolean => cell.kind === 'control' || cell.id === fullCell(lab);

const outcomeOf = (job: Job, { lab, runbook, others, source, signal, onEvent }: Running): Promise<CellOutcome> => {
  const cell = cellFor(lab, job);
  const real = job.kind === 'mutation' || (cell.kind === 'affected' && cell.times === 'real');
  const shown = real ? runbook : shortened(runbook);
  const run = { source, lab, cell, runbook: shown, others: isLookedAt(lab, cell) ? others : [], name: jobId(job), signal, onEvent };
  return job.kind === 'cell' ? runCell(run) : runMutation(run, job.mutation);
};

const runJob = async (job: Job, running: Running): Promise<CellResult> => {
  const [id, title, startedAt, began] = [jobId(job), jobTitle(job), new Date().toISOString(), performance.now()];
  running.onEvent({ type: 'cell.started', cell: id, title });
  const { records, facts, attempts, lookedFor } = await outcomeOf(job, running);
  const outcome = records.some((record) => record.outcome === 'failed') ? 'failed' : 'passed';
  const seconds = secondsSince(began);
  running.onEvent({ type: 'cell.ended', cell: id, outcome, seconds });
  const kind = job.kind === 'cell' ? job.cell.kind : 'mutation';
  const settings = job.kind === 'cell' ? job.cell.settings : {};
  return { cell: { id, kind, title, settings, versions: facts, outcome, startedAt, seconds, attempts }, checks: records, lookedFor };
};

/** What passed before, for the same files, is not done again. */
const resumed = async (job: Job, running: Running): Promise<CellResult> => {
  const before = running.kept.read(jobId(job));
  if (before !== null) {
    running.onEvent({ type: 'cell.kept', cell: jobId(job), startedAt: before.cell.startedAt });
    return before;
  }
  const result = await runJob(job, running);
  if (result.cell.outcome === 'passed') await running.kept.write(result);
  return result;
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

/** Where results are kept between runs, when they are. */
export type KeptCells = { read: (cell: string) => CellResult | null; write: (result: CellResult) => Promise<void> };
const nothingKept: KeptCells = { read: () => null, write: async () => {} };

export const runLab = async (request: LabRequest): Promise<LabOutcome> => {
  const { slug, root, onEvent = () => {}, signal = new AbortController().signal } = request;
  const source = { root, slug, level: request.level ?? usualLevel(root, slug) };
  const lab = request.lab ?? readLab(source);
  environmentFits(lab);
  const jobs = jobsOf(lab, request.only);
  const cells = jobs.map((job) => cellFor(lab, job));
  const missing = await missingFor(lab, cells);
  if (missing.length > 0) return { kind: 'cannot-run', missing };
  const runbook = request.runbook ?? readRunbook(root, slug);
  const environment = environmentOf(lab.environment);
  await environment.prepare();

  const bound = await boundNow(runbook, runbookDirectory(root, slug), source.level);
  const others = request.others ?? otherRunbooks(root, slug);
  const running: Running = { source, lab, runbook, others, signal, onEvent, kept: request.kept ?? nothingKept };
  const began = performance.now();
  onEvent({ type: 'lab.started', slug, environment: lab.environment, level: lab.level, cells: ids(jobs) });
  const needs = hungriest(cells.map((cell) => environment.needs(settingsOf(lab, cell))));
  const results = await atMost(bearable(needs), jobs, (job) => resumed(job, running));

  const kind = results.every(({ cell }) => cell.outcome === 'passed') ? 'proven' : 'failed';
  const seconds = secondsSince(began);
  onEvent({ type: 'lab.ended', outcome: kind, seconds });
  const proof = request.only === undefined ? makeProof({ slug, lab, bound, cells: results }) : null;
  return { kind, checks: results.flatMap(({ checks }) => checks), seconds, proof };
};
