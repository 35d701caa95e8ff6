/**
 * Proves what is not proven: `npm run prove [-- slug… --level cluster]` runs the labs whose proof is missing, stale or failed, and writes
 * their proofs into the tree; nothing else writes there. `--all` runs every lab; interrupted, it goes on where it was. `--check` writes
 * nothing: it runs what has no proof, or one that no longer holds, and one full cell of what does.
 */
import { join } from 'node:path';
import { watchInterrupts } from '../src/cli/interrupt.ts';
import { ProblemError } from '../src/domain/problem.ts';
import type { Source } from '../src/labs/definition.ts';
import { labsDown } from '../src/labs/stand.ts';
import { proveLab, sampleLab, tryLab } from './proving/prove-lab.ts';
import { beginRound, endRound } from './proving/round.ts';
import { describeFound, findProof, labsFor, parseWanted } from './proving/wanted.ts';
import type { Wanted } from './proving/wanted.ts';
import { countsLine, none, sum, type Counts } from './testing/counts.ts';

const ROOT = join(import.meta.dirname, '..');
const EVER = '';
const INTERRUPTED = 130;

const beginningOf = (wanted: Wanted): string => {
  if (wanted.mode !== 'all') return EVER;
  const { startedAt, continued } = beginRound(wanted);
  if (continued) console.log(`going on with what was begun at ${startedAt}`);
  return startedAt;
};

/** What is to be done about one lab, by how its proof stands. */
const attend = async (source: Source, { mode, since, signal }: { mode: Wanted['mode']; since: string; signal: AbortSignal }) => {
  const found = await findProof(source);
  console.log(`${source.slug}, level ${source.level}: ${describeFound(found)}`);
  const proven = found.kind === 'found' && found.standing.kind === 'proven' ? found.proof : null;
  if (mode === 'check' && proven !== null) return sampleLab(source, proven, signal);
  if (proven !== null && proven.predicate.kubemend.startedAt >= since) return none;
  return (mode === 'check' ? tryLab : proveLab)(source, { signal, since });
};

/** What keeps one lab from standing is one failure, and no reason not to look at the others. */
const broken = (error: unknown): Counts => {
  if (!(error instanceof ProblemError)) throw error;
  console.log(`  ${error.problem.message}\n  ${error.problem.hint ?? ''}`.trimEnd());
  return { ...none, failed: 1 };
};

const proveAll = async (wanted: Wanted, signal: AbortSignal): Promise<Counts> => {
  const labs = labsFor(ROOT, wanted);
  const since = beginningOf(wanted);
  const all: Counts[] = [];
  for (const lab of labs) if (!signal.aborted) all.push(await attend(lab, { mode: wanted.mode, since, signal }).catch(broken));
  const counts = sum(all);
  if (wanted.mode === 'all' && counts.failed === 0 && !signal.aborted) endRound();
  return counts;
};

/** A reader that went away (`| head`) costs the report, never the labs that stand. */
process.stdout.on('error', () => {});

try {
  const interrupt = watchInterrupts((text) => process.stderr.write(text));
  await labsDown({ all: false });
  const counts = await proveAll(parseWanted(process.argv.slice(2)), interrupt.signal);
  interrupt.release();
  console.log(`\n${countsLine(counts)}`);
  if (interrupt.signal.aborted) console.error('interrupted: every lab was taken away, and what passed is kept for the next time');
  process.exitCode = interrupt.signal.aborted ? INTERRUPTED : counts.failed > 0 ? 1 : 0;
} catch (error) {
  if (!(error instanceof ProblemError)) throw error;
  console.error(`${error.problem.message}\n${error.problem.hint ?? ''}`);
  process.exitCode = 1;
}
