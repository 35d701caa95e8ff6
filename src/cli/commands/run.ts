/** diagnose, plan, run, and what collect is made from: the same engine, going less or more far. */
import { runbookDigest } from '../../domain/digest.ts';
import type { RunMode } from '../../domain/event.ts';
import type { PlanFile } from '../../domain/plan-file.ts';
import { fail } from '../../domain/problem.ts';
import type { Runbook } from '../../domain/runbook.ts';
import { targetName } from '../../domain/target.ts';
import { exitCodeOf } from '../../domain/verdict.ts';
import type { Verdict } from '../../domain/verdict.ts';
import type { Ports } from '../../engine/ports.ts';
import type { Part, RunRequest } from '../../engine/request.ts';
import { runRunbook, unreachableRun } from '../../engine/run-runbook.ts';
import { assumedFrom } from '../assumed.ts';
import { findRunbook } from '../catalogue.ts';
import { systemClock } from '../clock.ts';
import { confirmWith } from '../confirm.ts';
import { drive } from '../drive.ts';
import { watchInterrupts } from '../interrupt.ts';
import type { Interrupt } from '../interrupt.ts';
import type { Io } from '../io.ts';
import { inputsFor } from '../inputs.ts';
import { keepFor } from '../keeping.ts';
import { progress } from '../progress.ts';
import type { Reporter } from '../../reporters/reporter.ts';
import { reporting } from '../reporting.ts';
import { allowedRisks, resolutionFor } from '../run-options.ts';
import type { RunOptions } from '../run-options.ts';
import { runId } from '../run-id.ts';
import { readPlan, savingPlan } from '../saved-plan.ts';
import { targetOf, whereFor } from '../where.ts';
import type { Where } from '../where.ts';

type Asked = { io: Io; runbook: Runbook; options: RunOptions; plan: PlanFile | null };

const placeFor = async ({ io, options, plan }: Asked, about: { run: string; signal: AbortSignal }): Promise<Where> => {
  const target = options.target === undefined ? (plan?.target ?? { kind: 'local' }) : targetOf(options.target);
  const where = await whereFor(io, target, about);
  const { identity } = where;
  if (options.out !== undefined && identity.kind === 'unknown' && where.unreachable === null)
    fail('bad-target', `A plan cannot be bound to ${targetName(target)}: it cannot be told which machine that is (${identity.reason}).`);
  return where;
};

const requestFor = async (mode: RunMode, { io, runbook, options, plan }: Asked): Promise<Omit<RunRequest, 'target' | 'identity'>> => ({
  run: runId(systemClock.now()),
  mode,
  runbook,
  digest: await runbookDigest(runbook),
  resolution: resolutionFor(runbook, options, plan),
  inputs: await inputsFor({ io, runbook, options, plan }),
  force: options.force === true,
  approved: plan,
  assumed: await assumedFrom(options.assume),
});

/** With `--out` the plan is saved on the way. */
const eventsOf = (request: RunRequest, ports: Ports, { io, options: { out } }: Asked): Part<Verdict> => {
  const events = runRunbook(request, ports);
  return out === undefined ? events : savingPlan(events, { file: out, target: request.target, io });
};

type Seat = { report: Reporter; interrupt: Interrupt };

/** On a target that is reached, and that nobody else is at work on. */
const goOn = async (request: RunRequest, { asked, where, seat }: { asked: Asked; where: Where; seat: Seat }): Promise<Verdict> => {
  const { io, runbook, options } = asked;
  const { interactive, language } = io;
  const allowed = allowedRisks(options);
  const kept = request.mode === 'run' ? await keepFor({ run: request.run, where, io, breaks: options.breakLock }) : null;
  const confirm = confirmWith({ allowed, interactive, targetName: targetName(request.target), language, interrupt: seat.interrupt });
  const ports = { exec: where.exec, clock: systemClock, confirm, interrupt: seat.interrupt.signal };
  try {
    const sinks = { journal: kept?.journal ?? null, report: seat.report, progress: progress(io, runbook), io };
    return await drive(eventsOf(request, ports, asked), sinks);
  } finally {
    await kept?.release();
  }
};

const start = async (mode: RunMode, asked: Asked, seat: Seat): Promise<Verdict> => {
  const { io, runbook, options } = asked;
  allowedRisks(options);
  const asking = await requestFor(mode, asked);
  const where = await placeFor(asked, { run: asking.run, signal: seat.interrupt.signal });
  const { target, identity, unreachable } = where;
  const request: RunRequest = { ...asking, target, identity };
  try {
    if (unreachable === null) return await goOn(request, { asked, where, seat });
    const events = unreachableRun(request, `${targetName(target)} cannot be reached: ${unreachable}`, { clock: systemClock });
    return await drive(events, { journal: null, report: seat.report, progress: progress(io, runbook), io });
  } finally {
    await where.way.close();
  }
};

const command =
  (mode: RunMode) =>
  async (io: Io, [article = '']: string[], options: RunOptions): Promise<number> => {
    const plan = options.plan === undefined ? null : readPlan(options.plan);
    const slug = article === '' ? plan?.bound.slug : article;
    if (slug === undefined)
      return fail('usage', `runbook ${mode} needs the name of an article.`, { hint: '`runbook list` tells what there is.' });
    const asked = { io, runbook: await findRunbook(slug, io.env), options, plan };
    const interrupt = watchInterrupts((text) => io.err(text));
    try {
      return await reporting(asked, async (report) => exitCodeOf(await start(mode, asked, { report, interrupt })));
    } finally {
      interrupt.release();
    }
  };

export const diagnose = command('diagnose');
export const plan = command('plan');
export const run = command('run');
export const gather = command('collect');
