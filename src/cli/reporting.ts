/** All reports of one run: what is printed, and what goes into files. One that breaks is told of once and left out; the others go on. */
import type { Runbook } from '../domain/runbook.ts';
import { documents, reporters } from '../reporters/index.ts';
import { planText } from '../reporters/plan-text.ts';
import type { Reporter, ReporterContext } from '../reporters/reporter.ts';
import type { Io } from './io.ts';
import { outputsFor } from './outputs.ts';
import type { FileOutput, OutputOptions, Outputs } from './outputs.ts';
import { sharedFile, streamedFile, wholeFile } from './report-file.ts';
import type { ReportFile } from './report-file.ts';

type Asked = { io: Io; runbook: Runbook; options: OutputOptions };
type Sink = { report: Reporter; file: ReportFile };

/** A file has no terminal's width, and no colour. */
const FILE_WIDTH = 100;

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** What went wrong is told of once; from then on there is nothing of it. */
export const guarded = (report: Reporter, io: Pick<Io, 'err'>): Reporter => {
  let broken = false;
  return (event) => {
    if (broken) return '';
    try {
      return report(event);
    } catch (error) {
      broken = true;
      io.err(`the report broke (${messageOf(error)}); the run goes on\n`);
      return '';
    }
  };
};

/** A person who is asked must have seen the plan, also where the report goes elsewhere. */
const printedTo = ({ io, runbook }: Asked, name: Outputs['printed']): Reporter => {
  const context = { runbook, language: io.language, width: io.width, colour: io.colour };
  const report = reporters[name](context);
  if (!io.interactive || (name === 'pretty' && io.watched)) return report;
  return (event) => {
    if (event.type === 'plan.made') io.err(planText(event, context));
    return report(event);
  };
};

const openedFor = ({ format, file }: FileOutput): ReportFile => (Object.hasOwn(documents, format) ? wholeFile(file) : streamedFile(file));

/** `github` also writes the summary of the step, where the workflow says where. */
const sinksOf = ({ printed, files }: Outputs, io: Io, context: ReporterContext): (() => Sink)[] => {
  const named = files.map((output) => () => ({ report: reporters[output.format](context), file: openedFor(output) }));
  const summary = io.env['GITHUB_STEP_SUMMARY'];
  const wanted = summary !== undefined && summary !== '' && [printed, ...files.map(({ format }) => format)].includes('github');
  return wanted ? [...named, () => ({ report: reporters.markdown(context), file: sharedFile(summary) })] : named;
};

/** Those opened before one that cannot be opened are closed again. */
const openAll = (makers: (() => Sink)[]): Sink[] => {
  const open: Sink[] = [];
  try {
    for (const make of makers) open.push(make());
    return open;
  } catch (error) {
    for (const { file } of open) file.close();
    throw error;
  }
};

const into = ({ report, file }: Sink, io: Io): Reporter =>
  guarded((event) => {
    file.write(report(event));
    return '';
  }, io);

const all = (sinks: Sink[], printed: Reporter, io: Io): Reporter => {
  const others = sinks.map((sink) => into(sink, io));
  const shown = guarded(printed, io);
  return (event) => {
    for (const report of others) report(event);
    return shown(event);
  };
};

/** How the run ended stays as it is. */
const closeAll = (sinks: Sink[], io: Io): void => {
  for (const { file } of sinks)
    try {
      file.close();
    } catch (error) {
      io.err(`the report broke (${messageOf(error)}) when it was closed\n`);
    }
};

/** Opens the reports for `work` and closes them after it. Throws a Problem when a file cannot be written: nothing has begun then. */
export const reporting = async <T>(asked: Asked, work: (report: Reporter) => Promise<T>): Promise<T> => {
  const { io, runbook, options } = asked;
  const outputs = outputsFor(options, io.cwd);
  const sinks = openAll(sinksOf(outputs, io, { runbook, language: io.language, width: FILE_WIDTH, colour: false }));
  try {
    return await work(all(sinks, printedTo(asked, outputs.printed), io));
  } finally {
    closeAll(sinks, io);
  }
};
