/** The runs that are kept: a list, the story of one, and one as a report. */
import { targetName } from '../../domain/target.ts';
import { exitCodeOf } from '../../domain/verdict.ts';
import type { ProblemCode } from '../../domain/problem.ts';
import { ProblemError } from '../../domain/problem.ts';
import { canBeUndone, prospectOf } from '../../engine/prospect.ts';
import { runIds } from '../../journal/store.ts';
import { stateDirectory } from '../../journal/writer.ts';
import { documentOf } from '../../reporters/document.ts';
import { documents, reporters } from '../../reporters/index.ts';
import type { DocumentName } from '../../reporters/index.ts';
import type { ReporterContext } from '../../reporters/reporter.ts';
import { systemClock } from '../clock.ts';
import type { Io } from '../io.ts';
import { findRun, keptRun, runbookOf } from '../kept-run.ts';
import type { KeptRun } from '../kept-run.ts';
import { nextCommands } from '../next-commands.ts';
import { aboutRun, listText } from '../runs-text.ts';

export type RunSummary = {
  run: string;
  slug: string | null;
  target: string | null;
  at: string | null;
  /** A verdict, or what else became of it. */
  state: NonNullable<KeptRun['history']['verdict']>['kind'] | 'at-work' | 'killed' | 'empty' | ProblemCode;
  exitCode: number | null;
  changes: number;
  resumable: boolean;
  undoable: boolean;
};

const stateOf = ({ started, history, atWork }: KeptRun): RunSummary['state'] => {
  if (started === null) return 'empty';
  return history.verdict?.kind ?? (atWork === null ? 'killed' : 'at-work');
};

const summaryOf = (kept: KeptRun): RunSummary => {
  const { run, started, history, atWork } = kept;
  const idle = started !== null && atWork === null;
  return {
    run,
    slug: started?.slug ?? null,
    target: started && targetName(started.target),
    at: started?.at ?? null,
    state: stateOf(kept),
    exitCode: history.verdict && exitCodeOf(history.verdict),
    changes: history.changes,
    resumable: idle && prospectOf(history).kind === 'goes-on',
    undoable: idle && canBeUndone(history),
  };
};

const NOTHING = { slug: null, target: null, at: null, exitCode: null, changes: 0, resumable: false, undoable: false };

/** One journal that is not right does not hide the others. */
const summaryFor = (stateDir: string, run: string): RunSummary => {
  try {
    return summaryOf(keptRun(stateDir, run));
  } catch (error) {
    if (error instanceof ProblemError) return { run, ...NOTHING, state: error.problem.code };
    throw error;
  }
};

export const list = async (io: Io, _args: string[], { json }: { json?: boolean }): Promise<number> => {
  const stateDir = stateDirectory(io.env, io.home);
  const runs = runIds(stateDir).map((run) => summaryFor(stateDir, run));
  io.out(json ? `${JSON.stringify({ version: 1, runs }, null, 2)}\n` : listText(runs, { io, now: systemClock.now() }));
  return 0;
};

const contextFor = async (io: Io, kept: KeptRun): Promise<ReporterContext> => ({
  runbook: await runbookOf(io, kept),
  language: io.language,
  width: io.width,
  colour: io.colour,
});

const storyOf = (kept: KeptRun, context: ReporterContext): string => {
  const report = reporters.pretty(context);
  return kept.events.map((event) => report(event)).join('');
};

export const show = async (io: Io, [id = '']: string[], { json }: { json?: boolean }): Promise<number> => {
  const kept = await findRun(io, id);
  if (json) {
    io.out(`${JSON.stringify({ version: 1, ...summaryOf(kept), file: kept.file, events: kept.events }, null, 2)}\n`);
    return 0;
  }
  const context = await contextFor(io, kept);
  io.out(aboutRun(summaryOf(kept), { io, now: systemClock.now() }));
  io.out(storyOf(kept, context));
  io.out(nextCommands(kept, io.language));
  return 0;
};

export const exportRun = async (io: Io, [id = '']: string[], { format }: { format: DocumentName }): Promise<number> => {
  const kept = await findRun(io, id);
  io.out(documentOf(documents[format], kept.events, await contextFor(io, kept)));
  return 0;
};
