/** The labs there are, those that stand, and what takes them away or prepares them. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Level } from '../../domain/proof.ts';
import { levelsOf, readLab } from '../../labs/definition.ts';
import { describeMissing, missingFor } from '../../labs/missing.ts';
import { instances } from '../../labs/state.ts';
import { labDown, labsDown, labsStatus } from '../../labs/stand.ts';
import type { LabStatus } from '../../labs/stand.ts';
import { fail } from '../../domain/problem.ts';
import { spawn } from '../../targets/spawn.ts';
import { checkoutRoot } from '../checkout.ts';
import { watchInterrupts } from '../interrupt.ts';
import type { Io } from '../io.ts';

type Options = { json?: boolean; all?: boolean; prune?: boolean };

const HOURS_MS = 4 * 3_600_000;
const INTERRUPTED = 130;

const print = (io: Io, json: boolean | undefined, { value, text }: { value: object; text: string }): number => {
  io.out(json ? `${JSON.stringify({ version: 1, ...value }, null, 2)}\n` : text);
  return 0;
};

const table = (rows: string[][]): string => {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => (row[column] ?? '').length)));
  return rows
    .map(
      (row) =>
        `${row
          .map((cell, column) => cell.padEnd(widths[column] ?? 0))
          .join('  ')
          .trimEnd()}\n`,
    )
    .join('');
};

type Listed = { slug: string; level: Level; environment: string; cells: string[]; missing: string };

const listed = async (root: string, slug: string, level: Level): Promise<Listed> => {
  const lab = readLab({ root, slug, level });
  const missing = describeMissing(await missingFor(lab));
  return { slug, level, environment: lab.environment, cells: lab.cells.map(({ id }) => id), missing };
};

export const list = async (io: Io, _args: string[], { json }: Options): Promise<number> => {
  const root = checkoutRoot('lab list', io.cwd);
  const slugs = readdirSync(join(root, 'runbooks')).toSorted();
  const labs = await Promise.all(slugs.flatMap((slug) => levelsOf(root, slug).map((level) => listed(root, slug, level))));
  const rows = labs.map((one) => [one.slug, one.level, one.environment, one.missing === '' ? 'can run here' : `lacks ${one.missing}`]);
  return print(io, json, { value: { labs }, text: table(rows) });
};

const how = ({ kept, orphaned, stage }: LabStatus): string => (orphaned ? 'left behind by its maker' : kept ? 'kept' : stage);

/** To the minute, by the clock on this machine's wall. */
const minute = (iso: string): string => new Date(iso).toLocaleString('sv-SE', { dateStyle: 'short', timeStyle: 'short' });

const AWAY = '`runbook lab down` takes away what was left behind, `runbook lab down <name>` one of them, `--all` the kept ones too.\n';

export const status = async (io: Io, _args: string[], { json }: Options): Promise<number> => {
  const labs = labsStatus().map(({ token: _secret, ...rest }) => rest);
  const rows = labsStatus().map((one) => [one.instance, one.slug, one.level, one.cell, how(one), `since ${minute(one.createdAt)}`]);
  return print(io, json, { value: { labs }, text: rows.length === 0 ? 'no lab stands\n' : `${table(rows)}\n${AWAY}` });
};

const downNamed = async (names: string[]): Promise<string[]> => {
  const standing = instances();
  const unknown = names.filter((name) => !standing.includes(name));
  if (unknown.length > 0)
    return fail('usage', `There is no lab ${unknown.join(', ')}.`, { hint: `standing labs: ${standing.join(', ') || 'none'}` });
  for (const name of names) await labDown(name);
  return names;
};

export const down = async (io: Io, names: string[], { all = false, json }: Options): Promise<number> => {
  const gone = names.length > 0 ? await downNamed(names) : await labsDown({ all });
  const left = instances();
  const standing = left.length === 0 ? '' : `still standing, kept or at work: ${left.join(', ')} (runbook lab down <name>)\n`;
  return print(io, json, {
    value: { down: gone },
    text: `${gone.length === 0 ? 'nothing was left behind' : `taken away: ${gone.join(', ')}`}\n${standing}`,
  });
};

/** The same as `npm run cluster`, for which it needs the sources. */
export const prepare = async (io: Io, _args: string[], { prune = false }: Options): Promise<number> => {
  const root = checkoutRoot('lab prepare', io.cwd);
  const interrupt = watchInterrupts((text) => io.err(text));
  const result = await spawn({
    argv: [process.execPath, join(root, 'scripts', 'cluster.ts'), ...(prune ? ['--prune'] : [])],
    stdin: '',
    timeoutMs: HOURS_MS,
    env: Object.fromEntries(Object.entries(io.env).filter((entry): entry is [string, string] => entry[1] !== undefined)),
    signal: interrupt.signal,
    onOutput: ({ stream, text }) => (stream === 'stdout' ? io.out(text) : io.err(text)),
  });
  interrupt.release();
  if (result.kind === 'interrupted') return INTERRUPTED;
  return result.kind === 'exited' ? result.code : 1;
};
