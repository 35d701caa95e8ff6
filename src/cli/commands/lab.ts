/** Makes the failure real, has the runbook mend it, and says check by check whether it told the truth. */
import { fail } from '../../domain/problem.ts';
import { runLab } from '../../labs/run-lab.ts';
import type { LabOutcome } from '../../labs/run-lab.ts';
import { labsDown } from '../../labs/stand.ts';
import { paintFor } from '../../reporters/paint.ts';
import { findRunbook } from '../catalogue.ts';
import { checkoutRoot } from '../checkout.ts';
import { watchInterrupts } from '../interrupt.ts';
import type { Io } from '../io.ts';
import { labLines } from '../lab-lines.ts';

type Options = { keep?: boolean; json?: boolean; all?: boolean };

const CANNOT_RUN = 4;
const CHECK_FAILED = 3;
const INTERRUPTED = 130;

const missingText = ({ missing }: Extract<LabOutcome, { kind: 'cannot-run' }>): string =>
  `\n  This lab cannot run here. It lacks:\n${missing.map(({ what, how }) => `    ${what}: ${how}\n`).join('')}\n`;

const keptText = (slug: string, kept: string[]): string =>
  kept
    .map((instance) => `  Left up, broken: runbook run ${slug} --target lab://${instance}\n  Take it away:    runbook lab down --all\n\n`)
    .join('');

const summary = (io: Io, slug: string, outcome: LabOutcome): string => {
  if (outcome.kind === 'cannot-run') return missingText(outcome);
  const paint = paintFor(io.colour);
  const failed = outcome.checks.filter((check) => check.outcome === 'failed').length;
  const said = `${outcome.checks.length - failed} checks passed, ${failed} failed, in ${outcome.seconds} s`;
  return `\n  ${failed === 0 ? paint(['bold', 'green'], 'proven') : paint(['bold', 'red'], 'not proven')}: ${said}\n${keptText(slug, outcome.kept)}\n`;
};

const exitCode = (outcome: LabOutcome): number => {
  if (outcome.kind === 'cannot-run') return CANNOT_RUN;
  return outcome.kind === 'proven' ? 0 : CHECK_FAILED;
};

export const lab = async (io: Io, [article]: string[], { keep = false, json }: Options): Promise<number> => {
  if (article === undefined)
    return fail('usage', 'Say which article: runbook lab <article>.', { hint: '`runbook list` tells what there is.' });
  const { slug } = await findRunbook(article, io.env);
  const interrupt = watchInterrupts((text) => io.err(text));
  const lines = labLines(paintFor(io.colour));
  const onEvent = json ? () => {} : (event: Parameters<typeof lines>[0]) => io.out(lines(event));
  const outcome = await runLab({ slug, root: checkoutRoot('lab', io.cwd), keep, signal: interrupt.signal, onEvent });
  interrupt.release();
  io.out(json ? `${JSON.stringify({ version: 1, slug, ...outcome }, null, 2)}\n` : summary(io, slug, outcome));
  return interrupt.signal.aborted ? INTERRUPTED : exitCode(outcome);
};

export const down = async (io: Io, _args: string[], { all = false, json }: Options): Promise<number> => {
  const gone = await labsDown({ all });
  io.out(
    json
      ? `${JSON.stringify({ version: 1, down: gone })}\n`
      : `${gone.length === 0 ? 'nothing was left' : `taken away: ${gone.join(', ')}`}\n`,
  );
  return 0;
};
