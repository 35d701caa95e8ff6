/** diagnose, plan and run: the same engine, going less or more far. */
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
import { runRunbook } from '../../engine/run-runbook.ts';
import { assumedFrom } from '../assumed.ts';
import { findRunbook } from '../catalogue.ts';
import { systemClock } from '../clock.ts';
import { confirmWith } from '../confirm.ts';
import { drive } from '../drive.ts';
import { watchInterrupts } from '../interrupt.ts';
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
  if (options.out !== undefined && identity.kind === 'unknown')
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

const start = async (mode: RunMode, asked: Asked, report: Reporter): Promise<number> => {
  const { io, runbook, options } = asked;
  const allowed = allowedRisks(options);
  const asking = await requestFor(mode, asked);
  const interrupt = watchInterrupts((text) => io.err(text));
  const { exec, way, ...where } = await placeFor(asked, { run: asking.run, signal: interrupt.signal });
  const request: RunRequest = { ...asking, ...where };
  const kept = mode === 'run' ? keepFor(request.run, request.target, io) : null;
  const { interactive, language } = io;
  const confirm = confirmWith({ allowed, interactive, targetName: targetName(request.target), language, interrupt });
  const ports = { exec, clock: systemClock, confirm, interrupt: interrupt.signal };
  const sinks = { journal: kept?.journal ?? null, report, progress: progress(io, runbook), io };
  try {
    return exitCodeOf(await drive(eventsOf(request, ports, asked), sinks));
  } finally {
    interrupt.release();
    kept?.release();
    await way.close();
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
    return reporting(asked, (report) => start(mode, asked, report));
  };

export const diagnose = command('diagnose');
export const plan = command('plan');
export const run = command('run');
