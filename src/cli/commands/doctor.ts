/** Every diagnosis that applies to a target, at the same time; what is most certain and costs most to mend comes first. */
import { checkupSchema, exitCodeOfCheckup, inOrder } from '../../domain/checkup.ts';
import type { Checkup, CheckupLine, Examination } from '../../domain/checkup.ts';
import { runbookDigest } from '../../domain/digest.ts';
import { textOf } from '../../domain/runbook.ts';
import type { Runbook } from '../../domain/runbook.ts';
import { exitCodeOf } from '../../domain/verdict.ts';
import type { Signal } from '../../domain/verdict.ts';
import { DIAGNOSES_AT_ONCE, examine } from '../../engine/examine.ts';
import { checkupText } from '../../reporters/checkup-text.ts';
import { plainJson } from '../../reporters/plain-text.ts';
import { slots } from '../../targets/slots.ts';
import { assumedFrom } from '../assumed.ts';
import { checkTrust, openCatalogue } from '../catalogue.ts';
import type { CatalogueOptions } from '../catalogue.ts';
import { systemClock } from '../clock.ts';
import { watchInterrupts } from '../interrupt.ts';
import type { Io } from '../io.ts';
import { runId } from '../run-id.ts';
import { shellWord } from '../../domain/shell-word.ts';
import { execOn, targetOf, whereFor } from '../where.ts';
import type { Where } from '../where.ts';

export type DoctorOptions = CatalogueOptions & { target?: string; assume?: string[]; force?: boolean; json?: boolean; jsonl?: boolean };

/** All that hold. */
const allRunbooks = async (io: Io, options: DoctorOptions): Promise<Runbook[]> => {
  const catalogue = await openCatalogue(io, options);
  await checkTrust(io, catalogue, options);
  const loaded = await Promise.all((await catalogue.list()).map(({ slug }) => catalogue.load(slug)));
  return loaded.filter((runbook) => runbook !== null).filter(({ withdrawn }) => withdrawn === undefined);
};

type Doctor = { io: Io; options: DoctorOptions; runbooks: Runbook[] };

/** How many are done, on one line of a terminal that vanishes. */
const counting = ({ io, runbooks }: Doctor) => {
  const shown = io.interactive && io.colour;
  let done = 0;
  const draw = (text: string): void => {
    if (shown) io.err(`\r\u001b[K${text}`);
  };
  draw(`  0/${runbooks.length}`);
  return {
    step: () => draw(`  ${(done += 1)}/${runbooks.length}`),
    stop: () => draw(''),
  };
};

const say = (io: Io, line: CheckupLine): void => io.out(`${plainJson(JSON.stringify(line))}\n`);

const look = async (doctor: Doctor, where: Where, signal: AbortSignal): Promise<Checkup> => {
  const { io, options, runbooks } = doctor;
  const { target, identity } = where;
  const confirm = async () => ({ answer: 'unavailable', by: 'flag' }) as const;
  const ports = { exec: execOn(where), clock: systemClock, confirm, interrupt: signal };
  const assumed = await assumedFrom(options.assume);
  const request = { run: runId(systemClock.now()), target, identity, force: options.force === true, assumed };
  const began = examine(runbooks, { ports, request, limit: slots(DIAGNOSES_AT_ONCE), digestOf: runbookDigest });
  const progress = counting(doctor);
  const told = async (pending: Promise<Examination>): Promise<Examination> => {
    const examination = await pending;
    progress.step();
    if (options.jsonl) say(io, { type: 'article.examined', examination });
    return examination;
  };
  const examinations = inOrder(await Promise.all(began.examinations.map(told)));
  progress.stop();
  const environment = await began.look([]);
  return checkupSchema.parse({ version: 1, target, environment, examinations, exitCode: exitCodeOfCheckup(examinations) });
};

/** Of what was said here, what the next command has to be told as well. */
const carriedOf = ({ target, assume = [], force, catalog }: DoctorOptions): string =>
  [
    ...(catalog === undefined ? [] : [`--catalog ${shellWord(catalog)}`]),
    ...(target === undefined ? [] : [`--target ${target}`]),
    ...assume.map((one) => `--assume ${one}`),
    ...(force ? ['--force'] : []),
  ]
    .map((one) => ` ${one}`)
    .join('');

const report = (checkup: Checkup, { io, options, runbooks }: Doctor): void => {
  if (options.jsonl) return say(io, { type: 'doctor.ended', exitCode: checkup.exitCode });
  if (options.json) return io.out(`${plainJson(JSON.stringify(checkup, null, 2))}\n`);
  const titles = Object.fromEntries(runbooks.map((runbook) => [runbook.slug, textOf(runbook, io.language).title]));
  io.out(checkupText(checkup, { language: io.language, width: io.width, colour: io.colour, titles, carried: carriedOf(options) }));
};

export const doctor = async (io: Io, _args: string[], options: DoctorOptions): Promise<number> => {
  await assumedFrom(options.assume);
  const target = targetOf(options.target ?? 'local');
  const asked = { io, options, runbooks: await allRunbooks(io, options) };
  const interrupt = watchInterrupts((text) => io.err(text));
  const where = await whereFor(io, target, { run: runId(systemClock.now()), signal: interrupt.signal });
  if (options.jsonl) say(io, { type: 'version', version: 1 });
  try {
    const checkup = await look(asked, where, interrupt.signal);
    const { aborted, reason } = interrupt.signal;
    const exitCode = aborted ? exitCodeOf({ kind: 'interrupted', signal: reason as Signal, during: null, standing: [] }) : checkup.exitCode;
    report({ ...checkup, exitCode }, asked);
    return exitCode;
  } finally {
    interrupt.release();
    await where.way.close();
  }
};
