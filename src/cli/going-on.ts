/** resume and undo: the same run goes on from where its journal says it stands, or is taken back. */
import { runbookDigest } from '../domain/digest.ts';
import { sameIdentity } from '../domain/identity.ts';
import { describeCluster } from '../domain/cluster.ts';
import { ProblemError, fail } from '../domain/problem.ts';
import type { Runbook } from '../domain/runbook.ts';
import { targetName } from '../domain/target.ts';
import { exitCodeOf } from '../domain/verdict.ts';
import type { Verdict } from '../domain/verdict.ts';
import type { Leftovers } from '../engine/ports.ts';
import { canBeUndone, prospectOf } from '../engine/prospect.ts';
import type { Earlier, RunRequest } from '../engine/request.ts';
import { runRunbook } from '../engine/run-runbook.ts';
import { REDACTED } from '../redact/redactor.ts';
import { plainText } from '../reporters/plain-text.ts';
import type { Reporter } from '../reporters/reporter.ts';
import { clearLeft, keptEnd } from '../targets/kept.ts';
import { findSteps } from '../targets/sweep.ts';
import { asBegun } from './as-begun.ts';
import { findRunbook, openCatalogue } from './catalogue.ts';
import { systemClock } from './clock.ts';
import { confirmWith } from './confirm.ts';
import { drive } from './drive.ts';
import { inputsFor } from './inputs.ts';
import type { Interrupt } from './interrupt.ts';
import { watchInterrupts } from './interrupt.ts';
import type { Io } from './io.ts';
import { keepOn } from './keeping.ts';
import { findRun, runbookOf } from './kept-run.ts';
import type { KeptRun } from './kept-run.ts';
import { progress } from './progress.ts';
import { reporting } from './reporting.ts';
import { allowedRisks } from './run-options.ts';
import type { RunOptions } from './run-options.ts';
import { sudoPasswordFor } from './sudo-password.ts';
import { whereFor } from './where.ts';
import type { Where } from './where.ts';
import { onCluster } from './whose-cluster.ts';
import type { OnCluster } from './whose-cluster.ts';
import { refuseWithdrawn } from './withdrawn.ts';

export type How = Earlier['how'];
type Started = NonNullable<KeptRun['started']>;
type Asked = { how: How; io: Io; options: RunOptions; kept: KeptRun; started: Started; runbook: Runbook; sudoPassword: string | null };
type Seat = { report: Reporter; interrupt: Interrupt };

const STANDS = 'This command has changed nothing: what the run did stands as it stood.';

/** How long steps that outlived their runner are waited for. */
const PATIENCE_MS = 30_000;
const LOOK_EVERY_MS = 1000;

/** Throws a Problem where it cannot go on, or there is nothing to take back. */
const check = ({ how, kept, io }: { how: How; kept: KeptRun; io: Io }): Started => {
  const { run, started, history, atWork } = kept;
  if (atWork !== null) fail('locked', `The run ${run} is still at work (process ${atWork.pid}, since ${atWork.since}).`, { state: STANDS });
  if (started === null || started.mode !== 'run')
    return fail('not-resumable', `Of the run ${run} nothing was written but its beginning: it did nothing.`, { hint: 'Run it again.' });
  const prospect = prospectOf(history);
  if (how === 'resume' && prospect.kind === 'over')
    fail('not-resumable', `The run ${run} does not go on: ${prospect.why}.`, {
      hint: canBeUndone(history) ? `To take it back: runbook undo ${run}` : `To begin anew: runbook run ${started.slug}`,
      state: STANDS,
    });
  if (how === 'undo' && !canBeUndone(history))
    fail('not-resumable', `There is nothing to take back: what ${run} did was undone, or it did nothing.`, { state: STANDS });
  if (kept.torn) io.err(`  The last record of ${run} was cut off when it was written; what it would have told did not begin.\n`);
  return started;
};

/** From where it was, ours or one's own. That it is gone changes nothing either. */
const runbookNow = async (io: Io, { slug, catalogue }: Started): Promise<Runbook> => {
  try {
    return await findRunbook(slug, await openCatalogue(io, { catalog: catalogue }));
  } catch (error) {
    throw error instanceof ProblemError ? new ProblemError({ ...error.problem, state: STANDS }) : error;
  }
};

/** An undo that was begun is let finish, and what a person did is only looked at. */
const changesMore = ({ history }: KeptRun): boolean => history.undoing === null && history.plan?.kind !== 'manual';

/** What goes on is what was agreed to; what is taken back is what was done, whatever the article says now. */
const checkRunbook = async ({ how, io, kept, started }: Pick<Asked, 'how' | 'io' | 'kept' | 'started'>): Promise<void> => {
  if (how === 'undo') return;
  const now = await runbookNow(io, started);
  if (changesMore(kept)) refuseWithdrawn(now, { hint: `To take back what it did: runbook undo ${kept.run}`, state: STANDS });
  if ((await runbookDigest(now)) === started.digest) return;
  fail('changed', `The runbook ${started.slug} is not the one that ${kept.run} began with.`, {
    hint: `To take back what it did, with the steps of then: runbook undo ${kept.run}. Then run the new one.`,
    state: STANDS,
  });
};

const checkTarget = ({ kept, started }: Asked, { identity, target, unreachable }: Where): void => {
  const name = targetName(target);
  if (unreachable !== null) fail('unreachable', `${name} cannot be reached: ${unreachable}`, { state: STANDS });
  if (sameIdentity(started.identity, identity)) return;
  const why = identity.kind === 'unknown' ? `it cannot be told which machine it is (${identity.reason})` : 'it is another machine';
  fail('changed', `${name} is not known to be the target of ${kept.run}: ${why}.`, { state: STANDS });
};

/** Values that were written down; secret ones are asked for again. */
const inputsOf = ({ io, options, started, runbook }: Asked): Promise<Record<string, string>> => {
  const known = Object.entries(started.inputs).filter(([, value]) => !value.includes(REDACTED));
  const input = known.map(([name, value]) => `${name}=${value}`);
  return inputsFor({ io, runbook, options: { ...options, input }, plan: null });
};

/** The same context, leading to the same server. */
const sameCluster = async ({ kept, started, runbook, options }: Asked, { exec }: Where, { signal }: Interrupt): Promise<OnCluster> => {
  const now = await onCluster(runbook, { ...options, context: options.context ?? started.cluster?.context }, { exec, signal });
  if (started.cluster === null || (now.cluster !== null && describeCluster(now.cluster) === describeCluster(started.cluster))) return now;
  const is = now.cluster === null ? 'none' : describeCluster(now.cluster);
  return fail('changed', `${kept.run} began on the cluster ${describeCluster(started.cluster)}; this is ${is}.`, {
    hint: 'Name that one: --context NAME, with --kubeconfig FILE when it was named so.',
    state: STANDS,
  });
};

const requestFor = async (asked: Asked, { target, identity }: Where, { cluster }: OnCluster): Promise<RunRequest> => {
  const { kept, started, runbook } = asked;
  const resolution = runbook.resolutions.find(({ id }) => id === started.resolution);
  if (!resolution) return fail('bad-journal', `${kept.file} names a resolution that its runbook does not have: ${started.resolution}.`);
  const secrets = asked.sudoPassword === null ? [] : [asked.sudoPassword];
  const about = { run: kept.run, mode: started.mode, runbook, digest: started.digest, resolution };
  const { force, approved = null, assumed = {} } = started;
  return { ...about, target, identity, cluster, inputs: await inputsOf(asked), force, approved, assumed, secrets };
};

/** Looks until all has ended, or patience has: in the meantime it says what is waited for. */
const leftoversOf = async ({ io, kept }: Asked, { way, tokens }: Where, { signal }: Interrupt): Promise<Leftovers> => {
  const until = systemClock.monotonicMs() + PATIENCE_MS;
  for (let said = false; ; said = true) {
    const left = await findSteps(way, `${kept.run}.`, tokens);
    if (left.kind !== 'left' || systemClock.monotonicMs() > until || signal.aborted) return left;
    if (!said) io.err(`  What the run began is still at work on the target (process ${plainText(left.processes)}): waiting for it…\n`);
    await systemClock.sleep(LOOK_EVERY_MS, signal);
  }
};

/** What was reported before is in the documents, but not on the screen again. */
const remind = (report: Reporter, { events }: KeptRun): void => {
  for (const event of events) report(event);
};

const goOnThere = async (asked: Asked, where: Where, seat: Seat): Promise<Verdict> => {
  const { how, io, options, kept, runbook } = asked;
  checkTarget(asked, where);
  const there = await sameCluster(asked, where, seat.interrupt);
  const request = await requestFor(asked, where, there);
  const { interactive, language } = io;
  const { interrupt, report } = seat;
  const allowed = allowedRisks(options);
  const confirm = confirmWith({ allowed, interactive, targetName: targetName(request.target), language, interrupt });
  const ports = { exec: there.exec, clock: systemClock, confirm, interrupt: interrupt.signal };
  const { journal, release } = await keepOn({ run: kept.run, runbook, where, io, breaks: options.breakLock }, kept.after);
  try {
    if (how === 'resume') io.err(asBegun(asked.started, io.language));
    remind(report, kept);
    const earlier: Earlier = {
      how,
      history: kept.history,
      leftovers: () => leftoversOf(asked, where, interrupt),
      kept: (nth) => keptEnd(where.way, kept.run, nth),
    };
    const verdict = await drive(runRunbook(request, ports, earlier), { journal, report, progress: progress(io, runbook), io });
    await clearLeft(where.way, `${kept.run}.`, { but: where.tokens, ends: false });
    return verdict;
  } finally {
    await release();
  }
};

const goOn = async (asked: Asked, seat: Seat): Promise<Verdict> => {
  const { io, kept, started, sudoPassword } = asked;
  const where = await whereFor(io, started.target, { run: kept.run, signal: seat.interrupt.signal, sudoPassword });
  try {
    return await goOnThere(asked, where, seat);
  } finally {
    await where.way.close();
  }
};

export const goingOn =
  (how: How) =>
  async (io: Io, [id = '']: string[], options: RunOptions): Promise<number> => {
    allowedRisks(options);
    const kept = await findRun(io, id);
    const started = check({ how, kept, io });
    const runbook = await runbookOf(io, kept);
    await checkRunbook({ how, io, kept, started });
    const asked: Asked = { how, io, options, kept, started, runbook, sudoPassword: await sudoPasswordFor(io, options) };
    const interrupt = watchInterrupts((text) => io.err(text));
    try {
      return await reporting(asked, async (report) => exitCodeOf(await goOn(asked, { report, interrupt })));
    } finally {
      interrupt.release();
    }
  };
