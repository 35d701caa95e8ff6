/** Makes the failure real, has the runbook mend it, and says check by check whether it told the truth. */
import { fail } from '../../domain/problem.ts';
import { levels, levelSchema } from '../../domain/proof.ts';
import type { Level } from '../../domain/proof.ts';
import { readLab, usualLevel } from '../../labs/definition.ts';
import type { Source } from '../../labs/definition.ts';
import { keepBroken } from '../../labs/keep.ts';
import { runLab } from '../../labs/run-lab.ts';
import { paintFor } from '../../reporters/paint.ts';
import { findRunbook, openCatalogue } from '../catalogue.ts';
import { checkoutRoot } from '../checkout.ts';
import { watchInterrupts } from '../interrupt.ts';
import type { Io } from '../io.ts';
import { labLines } from '../lab-lines.ts';
import { keptText, missingText, outcomeText } from '../lab-texts.ts';

type Options = { keep?: boolean; json?: boolean; level?: string; cell?: string[] };

const CANNOT_RUN = 4;
const CHECK_FAILED = 3;
const INTERRUPTED = 130;
const exitCodes = { 'cannot-run': CANNOT_RUN, kept: 0, proven: 0, failed: CHECK_FAILED } as const;

const levelOf = (asked: string | undefined): Level | undefined => {
  const level = levelSchema.optional().safeParse(asked);
  return level.success ? level.data : fail('usage', `--level ${asked}: the levels are ${levels.join(', ')}.`);
};

const sourceOf = async (io: Io, article: string | undefined, level: Level | undefined): Promise<Source> => {
  if (article === undefined)
    return fail('usage', 'Say which article: runbook lab <article>.', { hint: '`runbook lab list` tells what labs there are.' });
  const { slug } = await findRunbook(article, await openCatalogue(io));
  const root = checkoutRoot('lab', io.cwd);
  return { root, slug, level: level ?? usualLevel(root, slug) };
};

const knownIn = (source: Source, asked: string[]): string[] => {
  const { cells, mutations } = readLab(source);
  const known = [...cells, ...mutations].map(({ id }) => id);
  const unknown = asked.filter((id) => !known.includes(id));
  if (unknown.length > 0) return fail('usage', `The lab has no cell ${unknown.join(', ')}.`, { hint: `it has ${known.join(', ')}` });
  return asked;
};

const jsonOf = (slug: string, outcome: object): string => `${JSON.stringify({ version: 1, slug, ...outcome }, null, 2)}\n`;

type Asked = { json: boolean; only: string[] | undefined };

const keep = async (io: Io, source: Source, { json, only }: Asked): Promise<number> => {
  if (!json) io.err(`making and breaking a lab of ${source.slug}, level ${source.level} …\n`);
  const kept = await keepBroken(source, only?.[0]);
  const text = () => (kept.kind === 'cannot-run' ? missingText(kept.missing) : keptText(source, kept));
  io.out(json ? jsonOf(source.slug, kept) : text());
  return exitCodes[kept.kind];
};

const prove = async (io: Io, source: Source, { json, only }: Asked): Promise<number> => {
  const interrupt = watchInterrupts((text) => io.err(text));
  const lines = labLines(paintFor(io.colour));
  const onEvent = (event: Parameters<typeof lines>[0]): void => {
    if (!json && !interrupt.signal.aborted) io.out(lines(event));
  };
  const outcome = await runLab({ ...source, signal: interrupt.signal, onEvent, ...(only && { only: knownIn(source, only) }) });
  interrupt.release();
  if (interrupt.signal.aborted) {
    io.err('\n  interrupted: every lab was taken away\n');
    return INTERRUPTED;
  }
  io.out(json ? jsonOf(source.slug, outcome) : outcomeText(paintFor(io.colour), outcome));
  return exitCodes[outcome.kind];
};

export const lab = async (io: Io, [article]: string[], options: Options): Promise<number> => {
  const source = await sourceOf(io, article, levelOf(options.level));
  return (options.keep === true ? keep : prove)(io, source, { json: options.json === true, only: options.cell });
};
