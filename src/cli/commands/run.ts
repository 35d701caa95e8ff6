/** diagnose, plan, run, and what collect is made from: the same engine, going less or more far, on one target or on several. */
import { runbookDigest } from '../../domain/digest.ts';
import type { RunMode } from '../../domain/event.ts';
import type { PlanFile } from '../../domain/plan-file.ts';
import { fail } from '../../domain/problem.ts';
import type { Runbook } from '../../domain/runbook.ts';
import type { Target } from '../../domain/target.ts';
import { exitCodeOf } from '../../domain/verdict.ts';
import { assumedFrom } from '../assumed.ts';
import { checkTrust, findRunbook, openCatalogue, ownDirectory } from '../catalogue.ts';
import { inputsFor } from '../inputs.ts';
import { watchInterrupts } from '../interrupt.ts';
import type { Interrupt } from '../interrupt.ts';
import type { Io } from '../io.ts';
import { checkMany, onEach, outputsOf, parallelOf } from '../many.ts';
import { runOn } from '../one-run.ts';
import type { Asked, Ran } from '../one-run.ts';
import { outputsFor } from '../outputs.ts';
import { reporting } from '../reporting.ts';
import { allowedRisks, resolutionFor } from '../run-options.ts';
import type { RunOptions } from '../run-options.ts';
import { readPlan } from '../saved-plan.ts';
import { keepHeapSmall } from '../small-heap.ts';
import type { Turn } from '../screen.ts';
import { sudoPasswordFor } from '../sudo-password.ts';
import { targetOf } from '../where.ts';
import { refuseWithdrawn, withdrawnNotice } from '../withdrawn.ts';

type Given = { io: Io; runbook: Runbook; from: string | undefined; options: RunOptions; plan: PlanFile | null };

const askedFor = async (mode: RunMode, { io, runbook, from, options, plan }: Given): Promise<Asked> => {
  allowedRisks(options);
  const sudoPassword = await sudoPasswordFor(io, options);
  const request = {
    mode,
    runbook,
    ...(from === undefined ? {} : { catalogue: from }),
    digest: await runbookDigest(runbook),
    resolution: resolutionFor(runbook, options, plan),
    inputs: await inputsFor({ io, runbook, options, plan }),
    force: options.force === true,
    approved: plan,
    assumed: await assumedFrom(options.assume),
    secrets: sudoPassword === null ? [] : [sudoPassword],
  };
  return { io, options, request, sudoPassword };
};

const targetsOf = ({ options, plan }: Given): Target[] => options.target?.map(targetOf) ?? [plan?.target ?? { kind: 'local' }];

type Seated = { interrupt: Interrupt; turn: Turn; alone: boolean };

const reported = (target: Target, asked: Asked, seated: Seated): Promise<Ran> =>
  reporting({ io: asked.io, runbook: asked.request.runbook, options: asked.options }, (report) =>
    runOn(target, asked, { ...seated, report }),
  );

const onOne = async (target: Target, asked: Asked, interrupt: Interrupt): Promise<number> =>
  exitCodeOf((await reported(target, asked, { interrupt, turn: (ask) => ask(), alone: true })).verdict);

const onMany = (targets: Target[], asked: Asked, interrupt: Interrupt): Promise<number> => {
  const { io, options } = asked;
  const { printed } = outputsFor({ ...options, output: outputsOf(options.output, targets[0] as Target) }, io.cwd);
  checkMany(targets, printed, options);
  const parallel = parallelOf(options.parallel);
  const onTarget = (target: Target, seat: { io: Io; turn: Turn }): Promise<Ran> => {
    const own = { ...asked, io: seat.io, options: { ...options, output: outputsOf(options.output, target) } };
    return reported(target, own, { interrupt, turn: seat.turn, alone: parallel === 1 });
  };
  return onEach({ targets, parallel, printed, io, interrupt }, onTarget);
};

/** Reading does no harm, and may be what is asked for in an issue. */
const checkWithdrawn = (mode: RunMode, { io, runbook }: Given): void => {
  if (mode === 'run' || mode === 'plan') return refuseWithdrawn(runbook);
  for (const line of withdrawnNotice(runbook, io.language)) io.err(`  ${line}\n`);
};

const command =
  (mode: RunMode) =>
  async (io: Io, [article = '']: string[], options: RunOptions): Promise<number> => {
    keepHeapSmall();
    const plan = options.plan === undefined ? null : readPlan(options.plan);
    const slug = article === '' ? plan?.bound.slug : article;
    if (slug === undefined)
      return fail('usage', `runbook ${mode} needs the name of an article.`, { hint: '`runbook list` tells what there is.' });
    const catalogue = await openCatalogue(io, options);
    const runbook = await findRunbook(slug, catalogue);
    const given = { io, runbook, from: ownDirectory(catalogue, runbook.slug), options, plan };
    checkWithdrawn(mode, given);
    if (given.from !== undefined) await checkTrust(io, catalogue, options);
    const targets = targetsOf(given);
    const asked = await askedFor(mode, given);
    const interrupt = watchInterrupts((text) => io.err(text));
    try {
      const [only] = targets;
      return targets.length === 1 && only ? await onOne(only, asked, interrupt) : await onMany(targets, asked, interrupt);
    } finally {
      interrupt.release();
    }
  };

export const diagnose = command('diagnose');
export const plan = command('plan');
export const run = command('run');
export const gather = command('collect');
