/** diagnose, plan and run: the same engine, going less or more far. */
import { randomBytes } from 'node:crypto';
import { runbookDigest } from '../../domain/digest.ts';
import type { RunMode } from '../../domain/event.ts';
import { ProblemError, fail, problem } from '../../domain/problem.ts';
import type { Runbook } from '../../domain/runbook.ts';
import { targetName } from '../../domain/target.ts';
import type { Target } from '../../domain/target.ts';
import { exitCodeOf } from '../../domain/verdict.ts';
import { runRunbook } from '../../engine/run-runbook.ts';
import { openJournal, stateDirectory } from '../../journal/writer.ts';
import type { Journal } from '../../journal/writer.ts';
import { labPrefix } from '../../labs/state.ts';
import { reporters } from '../../reporters/index.ts';
import { parseTarget, prefixOf, targetForms } from '../../targets/index.ts';
import { targetExec } from '../../targets/target-exec.ts';
import { findRunbook } from '../catalogue.ts';
import { systemClock } from '../clock.ts';
import { confirmWith } from '../confirm.ts';
import { drive } from '../drive.ts';
import { watchInterrupts } from '../interrupt.ts';
import type { Io } from '../io.ts';
import { progress } from '../progress.ts';
import { allowedRisks, inputsFor, reporterFor, resolutionFor } from '../run-options.ts';
import type { RunOptions } from '../run-options.ts';

const targetOf = (text: string): Target =>
  parseTarget(text) ??
  fail('bad-target', `--target ${text}: there is no such kind of target.`, { hint: `Targets are written: ${targetForms.join(', ')}.` });

/** `20261121-142103-a1b2c3`: sorts by time, and two at once do not meet. */
const runId = (at: Date): string =>
  `${at.toISOString().slice(0, 19).replaceAll(/[-:]/g, '').replace('T', '-')}-${randomBytes(3).toString('hex')}`;

/** Only a run that may change something keeps a journal, and none begins without one. */
const journalFor = (mode: RunMode, run: string, io: Io): Journal | null => {
  if (mode !== 'run') return null;
  const directory = stateDirectory(io.env, io.home);
  try {
    return openJournal(directory, run);
  } catch (error) {
    const hint =
      'A run is written down before each step, so that it can be understood afterwards. Set XDG_STATE_HOME to a directory that can be written.';
    throw new ProblemError(
      problem('no-journal', `No journal can be kept under ${directory}: ${error instanceof Error ? error.message : String(error)}`, {
        hint,
      }),
    );
  }
};

const start = async (mode: RunMode, { io, runbook, options }: { io: Io; runbook: Runbook; options: RunOptions }): Promise<number> => {
  const target = targetOf(options.target);
  const request = {
    run: runId(systemClock.now()),
    mode,
    runbook,
    digest: await runbookDigest(runbook),
    target,
    resolution: resolutionFor(runbook, options),
    inputs: inputsFor(runbook, options),
    force: options.force === true,
  };
  const consent = { allowed: allowedRisks(options), interactive: io.interactive, targetName: targetName(target), language: io.language };
  const exec = targetExec(prefixOf(target, labPrefix), io.env);
  const journal = journalFor(mode, request.run, io);
  const interrupt = watchInterrupts();
  const ports = { exec, clock: systemClock, confirm: confirmWith({ ...consent, interrupt }), interrupt: interrupt.signal };
  const report = reporters[reporterFor(options)]({ runbook, language: io.language, width: io.width, colour: io.colour });
  const verdict = await drive(runRunbook(request, ports), { journal, report, progress: progress(io, runbook), io });
  interrupt.release();
  return exitCodeOf(verdict);
};

const command =
  (mode: RunMode) =>
  async (io: Io, [article = '']: string[], options: RunOptions): Promise<number> =>
    start(mode, { io, runbook: await findRunbook(article, io.env), options });

export const diagnose = command('diagnose');
export const plan = command('plan');
export const run = command('run');
