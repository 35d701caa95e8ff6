/** Evidence as a .tar.gz: the report to read, the same as JSON, every event, and what each step printed as a file of its own. */
import { mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { RunEvent } from '../domain/event.ts';
import { fail } from '../domain/problem.ts';
import { cleaned } from '../targets/target-exec.ts';
import { spawn } from '../targets/spawn.ts';
import type { Io } from './io.ts';

type EventLine = RunEvent | { type: 'version' };
type Packing = { io: Io; reporting: (output: string[]) => Promise<number> };

const PACK_TIMEOUT_MS = 60_000;
const OWNER_ONLY = 0o700;

/** Beside the file it is to become, so that a place that cannot be written is refused before anything begins. */
const workshopFor = (file: string): string => {
  try {
    return mkdtempSync(join(dirname(file), '.kubemend-'));
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return fail('no-report', `The evidence ${file} cannot be written: ${why}`, {
      hint: 'Name a file in a directory that is there and can be written.',
    });
  }
};

/** Written by us, so not parsed again. */
const eventsIn = (file: string): EventLine[] =>
  readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as EventLine);

/** In the order in which they ran: `03-stale-dnat.txt`. */
const writeSteps = (folder: string): void => {
  const steps = join(folder, 'steps');
  mkdirSync(steps);
  const ended = eventsIn(join(folder, 'events.jsonl')).filter((event) => event.type === 'step.ended');
  for (const [at, { step, exec }] of ended.entries())
    writeFileSync(join(steps, `${String(at + 1).padStart(2, '0')}-${step}.txt`), `${exec.stdout}${exec.stderr}`);
};

const pack = async (workshop: string, folder: string, io: Io): Promise<string> => {
  const archive = join(workshop, 'archive');
  const argv = ['tar', '-czf', archive, '-C', workshop, basename(folder)];
  const request = { argv, stdin: '', timeoutMs: PACK_TIMEOUT_MS, env: cleaned(io.env), signal: new AbortController().signal };
  const result = await spawn({ ...request, onOutput: () => {} });
  if (result.kind === 'exited' && result.code === 0) return archive;
  const why = result.kind === 'unreachable' ? result.reason : result.stderr.trim();
  return fail('missing-tool', `The evidence could not be packed by tar: ${why}`, { hint: 'Without tar and gzip: --out evidence.md' });
};

export const packedInto = async (file: string, { io, reporting }: Packing): Promise<number> => {
  const workshop = workshopFor(file);
  const folder = join(workshop, basename(file).replace(/\.(tar\.gz|tgz)$/, ''));
  mkdirSync(folder, { mode: OWNER_ONLY });
  const report = (name: string) => join(folder, name);
  try {
    const outputs = [`markdown=${report('report.md')}`, `json=${report('report.json')}`, `jsonl=${report('events.jsonl')}`];
    const code = await reporting(outputs);
    if (code !== 0) return code;
    writeSteps(folder);
    renameSync(await pack(workshop, folder, io), file);
    return code;
  } finally {
    rmSync(workshop, { recursive: true, force: true });
  }
};
