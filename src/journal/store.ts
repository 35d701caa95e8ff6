/** Where runs are kept: a directory each, with the journal, the runbook as it was, and who was at work. Old ones go. */
import { existsSync, readFileSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';

export const JOURNAL = 'journal.jsonl';
export const RUNBOOK = 'runbook.json';
export const OWNER = 'owner.json';

export const runDirectory = (stateDir: string, run: string): string => join(stateDir, 'runs', run);

/** All runs there are, the newest first. Ids begin with the time, so they sort by it. */
export const runIds = (stateDir: string): string[] => {
  const directory = join(stateDir, 'runs');
  if (!existsSync(directory)) return [];
  const entries = readdirSync(directory, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return entries
    .map(({ name }) => name)
    .filter((name) => existsSync(join(directory, name, JOURNAL)))
    .toSorted()
    .toReversed();
};

/** A file beside the journal, as JSON; undefined where there is none that can be read. */
export const readBeside = (stateDir: string, { run, name }: { run: string; name: string }): unknown => {
  try {
    return JSON.parse(readFileSync(join(runDirectory(stateDir, run), name), 'utf8')) as unknown;
  } catch {
    return undefined;
  }
};

const DAY_MS = 24 * 60 * 60 * 1000;
/** These many are kept however old they are, so that a clock that jumps takes nothing that matters. */
export const ALWAYS_KEPT = 20;
export const MOST_KEPT = 200;
export const OLDEST_KEPT_DAYS = 90;

/** By the time of its last record. */
const ageMs = (stateDir: string, run: string, now: Date): number =>
  now.getTime() - statSync(join(runDirectory(stateDir, run), JOURNAL)).mtimeMs;

/** Takes away old runs that `isOver`: never one that may still be resumed or taken back. Returns which. */
export const prune = (stateDir: string, { now, isOver }: { now: Date; isOver: (run: string) => boolean }): string[] => {
  const old = runIds(stateDir).filter(
    (run, at) => at >= MOST_KEPT || (at >= ALWAYS_KEPT && ageMs(stateDir, run, now) > OLDEST_KEPT_DAYS * DAY_MS),
  );
  const gone = old.filter(isOver);
  for (const run of gone) rmSync(runDirectory(stateDir, run), { recursive: true, force: true });
  return gone;
};
