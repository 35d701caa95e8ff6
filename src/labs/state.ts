/**
 * What is known of a lab, on disk before anything of it is made: `<labs>/<instance>/lab.json`. From it alone a lab can be
 * reached and removed, also after the process that made it was killed.
 */
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, rmdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import * as z from 'zod';
import { fail } from '../domain/problem.ts';
import { levelSchema } from '../domain/proof.ts';
import { views } from './place.ts';
import { startOf } from './processes.ts';

const processSchema = z.strictObject({ pid: z.int(), start: z.string() });
export type Process = z.output<typeof processSchema>;

/** Another version may have written it: what is not known here is passed over. */
export const labRecordSchema = z.object({
  schema: z.literal(1),
  instance: z.string().regex(/^[a-z0-9][a-z0-9-]*$/),
  /** In the environment of every process that a lab starts, and nowhere else. */
  token: z.string().min(16),
  slug: z.string(),
  level: levelSchema.default('component'),
  cell: z.string(),
  environment: z.string(),
  view: z.enum(views).default('node'),
  settings: z.record(z.string(), z.string()),
  stage: z.enum(['making', 'up', 'removing']),
  /** Left standing on request. */
  kept: z.boolean(),
  owner: processSchema,
  createdAt: z.string(),
  prefix: z.array(z.string()),
});
export type LabRecord = z.output<typeof labRecordSchema>;

export const labsDirectory = (): string => process.env.KUBEMEND_LABS_DIR || '/var/lib/kubemend/labs';
export const directoryOf = (instance: string): string => join(labsDirectory(), instance);
const recordFile = (instance: string): string => join(directoryOf(instance), 'lab.json');

export const writeRecord = (record: LabRecord): LabRecord => {
  const file = recordFile(record.instance);
  writeFileSync(`${file}.new`, `${JSON.stringify(record, null, 2)}\n`, { mode: 0o600, flush: true });
  renameSync(`${file}.new`, file);
  return record;
};

const ATTEMPTS = 10;

const initials = (slug: string): string =>
  slug
    .split('-')
    .map((word) => word[0])
    .join('')
    .slice(0, 4);

const isGone = (error: unknown): boolean => (error as NodeJS.ErrnoException).code === 'ENOENT';

/** Another lab that ends may just take the directory of all labs with it: then it is made again. */
const claim = (instance: string): void => {
  for (let attempt = 1; ; attempt += 1) {
    mkdirSync(labsDirectory(), { recursive: true, mode: 0o711 });
    try {
      mkdirSync(directoryOf(instance), { mode: 0o700 });
      return;
    } catch (error) {
      if (!isGone(error) || attempt === ATTEMPTS) throw error;
    }
  }
};

/** A name that no other lab on this machine has: making the directory is what claims it. */
export const claimInstance = (slug: string): string => {
  const instance = `${initials(slug)}-${randomBytes(3).toString('hex')}`;
  claim(instance);
  return instance;
};

type About = Pick<LabRecord, 'slug' | 'level' | 'cell' | 'environment' | 'settings'> & Partial<Pick<LabRecord, 'view'>>;

/** What cannot be written down is not claimed either. */
const firstWritten = (record: LabRecord): LabRecord => {
  try {
    return writeRecord(record);
  } catch (error) {
    rmSync(directoryOf(record.instance), { recursive: true, force: true });
    tidy();
    throw error;
  }
};

export const newRecord = (about: About): LabRecord => {
  const instance = claimInstance(about.slug);
  const owner = { pid: process.pid, start: startOf(process.pid) ?? '' };
  const token = randomBytes(16).toString('hex');
  return firstWritten({
    schema: 1,
    instance,
    token,
    view: 'node',
    ...about,
    stage: 'making',
    kept: false,
    owner,
    createdAt: new Date().toISOString(),
    prefix: [],
  });
};

const textOf = (file: string): string | null => {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (isGone(error)) return null;
    throw error;
  }
};

/** Null when there is no such lab, or its maker was killed before it had anything. */
export const readRecord = (instance: string): LabRecord | null => {
  const text = textOf(recordFile(instance));
  if (text === null) return null;
  const record = labRecordSchema.safeParse(JSON.parse(text));
  if (record.success) return record.data;
  return fail('bad-target', `${recordFile(instance)} was written by another version, and cannot be read by this one`, {
    hint: `That version can take it away: runbook lab down ${instance}`,
  });
};

export const instances = (): string[] => {
  if (!existsSync(labsDirectory())) return [];
  return readdirSync(labsDirectory(), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .toSorted();
};

export const ownerLives = ({ owner }: LabRecord): boolean => startOf(owner.pid) === owner.start;

/** The command line that leads into a lab, for the target `lab://<instance>`. */
export const labPrefix = (instance: string): string[] => {
  const record = readRecord(instance);
  if (record === null)
    return fail('bad-target', `there is no lab ${instance}`, { hint: `standing labs: ${instances().join(', ') || 'none'}` });
  if (record.stage !== 'up') return fail('bad-target', `the lab ${instance} is not up: ${record.stage}`);
  return record.prefix;
};

/** Takes away empty directories of the state, up to the first that is not empty. */
export const tidy = (): void => {
  try {
    rmdirSync(labsDirectory());
    if (!process.env.KUBEMEND_LABS_DIR) rmdirSync(dirname(labsDirectory()));
  } catch {
    // Another lab stands, or it is gone already.
  }
};
