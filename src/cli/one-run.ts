/** diagnose, plan or run on one target: the way there, the lock, the journal, the engine. */
import type { RunEvent } from '../domain/event.ts';
import { fail } from '../domain/problem.ts';
import { targetName } from '../domain/target.ts';
import type { Target } from '../domain/target.ts';
import type { Verdict } from '../domain/verdict.ts';
import type { Ports } from '../engine/ports.ts';
import type { Part, RunRequest } from '../engine/request.ts';
import { runRunbook, unreachableRun } from '../engine/run-runbook.ts';
import type { Reporter } from '../reporters/reporter.ts';
import { systemClock } from './clock.ts';
import { confirmWith } from './confirm.ts';
import { drive } from './drive.ts';
import type { Interrupt } from './interrupt.ts';
import type { Io } from './io.ts';
import { keepFor } from './keeping.ts';
import { progress } from './progress.ts';
import { allowedRisks } from './run-options.ts';
import type { RunOptions } from './run-options.ts';
import { runId } from './run-id.ts';
import { savingPlan } from './saved-plan.ts';
import type { Turn } from './screen.ts';
import { onCluster } from './whose-cluster.ts';
import type { OnCluster } from './whose-cluster.ts';
import { whereFor } from './where.ts';
import type { Where } from './where.ts';

/** What is asked for, whatever the target. */
export type Asked = {
  io: Io;
  options: RunOptions;
  /** What the person typed for sudo on the target; null where nobody was asked. */
  sudoPassword: string | null;
  request: Omit<RunRequest, 'run' | 'target' | 'identity' | 'cluster'>;
};

/** Where a run reports to and who may stop it. `alone`: no other writes to the same screen. */
export type Seat = { report: Reporter; interrupt: Interrupt; turn: Turn; alone: boolean };

/** `run` is null where nothing was written down. */
export type Ran = { verdict: Verdict; changes: number; run: string | null };

type Going = { asked: Asked; where: Where; seat: Seat };

const placeFor = async ({ io, options, sudoPassword }: Asked, target: Target, about: { run: string; seat: Seat }): Promise<Where> => {
  const { run, seat } = about;
  const where = await seat.turn(() => whereFor(io, target, { run, signal: seat.interrupt.signal, sudoPassword }));
  const { identity } = where;
  if (options.out !== undefined && identity.kind === 'unknown' && where.unreachable === null)
    fail('bad-target', `A plan cannot be bound to ${targetName(target)}: it cannot be told which machine that is (${identity.reason}).`);
  return where;
};

/** As named, or as in the saved plan that is followed. */
const clusterFor = ({ options, request }: Asked, { exec }: Where, { interrupt: { signal } }: Seat): Promise<OnCluster> => {
  const context = options.context ?? request.approved?.bound.cluster?.context;
  return onCluster(request.runbook, { ...options, context }, { exec, signal });
};

/** With `--out` the plan is saved on the way. */
const eventsOf = (request: RunRequest, ports: Ports, { io, options: { out } }: Asked): Part<Verdict> => {
  const events = runRunbook(request, ports);
  return out === undefined ? events : savingPlan(events, { file: out, catalogue: request.catalogue, target: request.target, io });
};

const sinksFor = ({ asked, seat }: Going, journal: Parameters<typeof drive>[1]['journal']): Parameters<typeof drive>[1] => ({
  journal,
  report: seat.report,
  progress: progress(seat.alone ? asked.io : { ...asked.io, interactive: false }, asked.request.runbook),
  io: asked.io,
});

/** On a target that is reached, and that nobody else is at work on. */
const goOn = async (request: RunRequest, going: Going): Promise<Verdict> => {
  const { asked, where, seat } = going;
  const { io, options } = asked;
  const { interactive, language } = io;
  const kept =
    request.mode === 'run' ? await keepFor({ run: request.run, runbook: request.runbook, where, io, breaks: options.breakLock }) : null;
  const confirm = confirmWith({
    allowed: allowedRisks(options),
    interactive,
    targetName: targetName(request.target),
    language,
    interrupt: seat.interrupt,
  });
  const ports: Ports = {
    exec: where.exec,
    clock: systemClock,
    confirm: (ask) => seat.turn(() => confirm(ask)),
    interrupt: seat.interrupt.signal,
  };
  try {
    return await drive(eventsOf(request, ports, asked), sinksFor(going, kept?.journal ?? null));
  } finally {
    await kept?.release();
  }
};

/** Keeps how many changes were made. */
const counting = (report: Reporter): { report: Reporter; changes: () => number } => {
  let changes = 0;
  const counted = (event: RunEvent): string => {
    if (event.type === 'run.ended') ({ changes } = event);
    return report(event);
  };
  return { report: counted, changes: () => changes };
};

export const runOn = async (target: Target, asked: Asked, given: Seat): Promise<Ran> => {
  const { report, changes } = counting(given.report);
  const seat = { ...given, report };
  const run = runId(systemClock.now());
  const where = await placeFor(asked, target, { run, seat });
  const request: RunRequest = { ...asked.request, run, target, identity: where.identity, cluster: null };
  const going = { asked, where, seat };
  try {
    if (where.unreachable === null) {
      const { cluster, exec } = await clusterFor(asked, where, seat);
      const verdict = await goOn({ ...request, cluster }, { ...going, where: { ...where, exec } });
      return { verdict, changes: changes(), run: request.mode === 'run' ? run : null };
    }
    const ports = { clock: systemClock, interrupt: seat.interrupt.signal };
    const events = unreachableRun(request, `${targetName(target)} cannot be reached: ${where.unreachable}`, ports);
    return { verdict: await drive(events, sinksFor(going, null)), changes: 0, run: null };
  } finally {
    await where.way.close();
  }
};
