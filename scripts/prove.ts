/**
 * Proves what is not proven: `npm run prove [-- slug… --level cluster]` runs the labs whose proof is missing, stale or failed, and writes
 * their proofs into the tree; nothing else writes there. `--all` runs every lab; interrupted, it goes on where it was. `--check` writes
 * nothing: it runs what has no proof, or one that no longer holds, and one full cell of what does, several labs side by side.
 */
import { join } from 'node:path';
import { watchInterrupts } from '../src/cli/interrupt.ts';
import { ProblemError } from '../src/domain/problem.ts';
import type { Proof } from '../src/domain/proof.ts';
import type { Source } from '../src/labs/definition.ts';
import { labsDown } from '../src/labs/stand.ts';
import { proveLab, tryLab } from './proving/prove-lab.ts';
import type { Proving, Sample, Say } from './proving/prove-lab.ts';
import { beginRound, endRound } from './proving/round.ts';
import { sampleLabs } from './proving/sample-labs.ts';
import { describeFound, findProof, labsFor, nameOf, parseWanted } from './proving/wanted.ts';
import type { Wanted } from './proving/wanted.ts';
import { ensurePackages } from './setup/debian.ts';
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

type Standing = { source: Source; proven: Proof | null };

const standingOf = async (source: Source): Promise<Standing> => {
  const found = await findProof(source);
  console.log(`${nameOf(source)}: ${describeFound(found)}`);
  return { source, proven: found.kind === 'found' && found.standing.kind === 'proven' ? found.proof : null };
};

/** What keeps one lab from standing is one failure, and no reason not to look at the others. */
const broken = (error: unknown, say: Say): Counts => {
  if (!(error instanceof ProblemError)) throw error;
  say(`${error.problem.message}\n  ${error.problem.hint ?? ''}`.trimEnd());
  return { ...none, failed: 1 };
};
const brokenBelow = (error: unknown): Counts => broken(error, (line) => console.log(`  ${line}`));

/** What no proof speaks for runs whole, one lab after the other: the cells of one are as many as the machine bears. Of the others, a sample. */
const checkAll = async (labs: Source[], signal: AbortSignal): Promise<Counts[]> => {
  const counts: Counts[] = [];
  const samples: Sample[] = [];
  for (const lab of labs) {
    const { source, proven } = await standingOf(lab);
    if (proven !== null) samples.push({ source, proof: proven });
    else if (!signal.aborted) counts.push(await tryLab(source, { signal, since: EVER }).catch(brokenBelow));
  }
  return signal.aborted ? counts : [...counts, ...(await sampleLabs(samples, { signal, broken }))];
};

const proveAll = async (labs: Source[], proving: Proving): Promise<Counts[]> => {
  const counts: Counts[] = [];
  for (const lab of labs) {
    if (proving.signal.aborted) break;
    const { source, proven } = await standingOf(lab);
    const isProven = proven !== null && proven.predicate.kubemend.startedAt >= proving.since;
    if (!isProven) counts.push(await proveLab(source, proving).catch(brokenBelow));
  }
  return counts;
};

const attend = async (wanted: Wanted, signal: AbortSignal): Promise<Counts> => {
  const labs = labsFor(ROOT, wanted);
  if (wanted.mode === 'check') return sum(await checkAll(labs, signal));
  const counts = sum(await proveAll(labs, { signal, since: beginningOf(wanted) }));
  if (wanted.mode === 'all' && counts.failed === 0 && !signal.aborted) endRound();
  return counts;
};

/** A reader that went away (`| head`) costs the report, never the labs that stand. */
process.stdout.on('error', () => {});

try {
  const wanted = parseWanted(process.argv.slice(2));
  const interrupt = watchInterrupts((text) => process.stderr.write(text));
  // Labs take root, and only root may install; to anybody else each lab says what it lacks.
  if (process.getuid?.() === 0) await ensurePackages(['lab']);
  await labsDown({ all: false });
  const counts = await attend(wanted, interrupt.signal);
  interrupt.release();
  console.log(`\n${countsLine(counts)}`);
  if (interrupt.signal.aborted) console.error('interrupted: every lab was taken away, and what passed is kept for the next time');
  process.exitCode = interrupt.signal.aborted ? INTERRUPTED : counts.failed > 0 ? 1 : 0;
} catch (error) {
  if (!(error instanceof ProblemError)) throw error;
  console.error(`${error.problem.message}\n${error.problem.hint ?? ''}`);
  process.exitCode = 1;
}
