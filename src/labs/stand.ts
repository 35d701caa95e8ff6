/** Brings one lab up, breaks it, takes it down: what the cycle, the demo and `lab --keep` are made of. */
import { existsSync, rmSync } from 'node:fs';
import { describeExec } from '../domain/exec.ts';
import { ProblemError, fail } from '../domain/problem.ts';
import { cellOf, labDirectory, readLab, settingsOf } from './definition.ts';
import type { Lab, LabScript, Source } from './definition.ts';
import type { LabHandle } from './environment.ts';
import { environmentNames, environmentOf } from './environments/index.ts';
import type { EnvironmentName } from './environments/index.ts';
import { normalised } from './environments/netns/snapshot.ts';
import { refused } from './refused.ts';
import { runLabScript } from './lab-script.ts';
import type { Standing } from './lab-script.ts';
import type { Said } from './said.ts';
import { directoryOf, instances, newRecord, ownerLives, readRecord, tidy, writeRecord } from './state.ts';
import type { LabRecord } from './state.ts';

const said = async (standing: Standing, script: LabScript): Promise<Said> => {
  const result = await runLabScript(standing, script);
  const ok = result.kind === 'exited' && result.code === 0;
  return { ok, detail: ok ? '' : `${script.path}: ${describeExec(result)}` };
};

/** With the state that this lab says counts. */
const watched = (standing: Standing): LabHandle => {
  const { snapshot } = standing.lab.scripts;
  if (snapshot === undefined) return standing.handle;
  const taken = async (): Promise<string> => {
    const result = await runLabScript(standing, snapshot);
    if (result.kind === 'exited' && result.code === 0) return normalised(result.stdout);
    return fail('lab-cannot-run', `${snapshot.path} could not read the state: ${describeExec(result)}`);
  };
  return { ...standing.handle, snapshot: taken };
};

const recorded = (about: Parameters<typeof newRecord>[0]): LabRecord => {
  try {
    return newRecord(about);
  } catch (error) {
    throw refused(error);
  }
};

/** A healthy lab for one cell. When it cannot be made, nothing of it is left. */
export const labUp = async (source: Source, cellId: string, lab: Lab = readLab(source)): Promise<LabHandle> => {
  const cell = cellOf(lab, cellId);
  const { environment, view } = lab;
  const about = { slug: source.slug, level: source.level, cell: cellId, environment, view, settings: settingsOf(lab, cell) };
  const record = recorded(about);
  try {
    const handle = await environmentOf(lab.environment).up(record, labDirectory(source));
    const standing = { source, lab, cell, handle };
    const ready = await said(standing, lab.scripts.up);
    return ready.ok ? watched(standing) : fail('lab-cannot-run', `the workload of ${record.instance} did not start: ${ready.detail}`);
  } catch (error) {
    await labDown(record.instance);
    throw refused(error);
  }
};

/** Makes the failure. Again does it again. */
export const labInject = (standing: Standing): Promise<Said> => said(standing, standing.lab.scripts.inject);

/** What a person does for a manual resolution. */
export const labByHand = (standing: Standing, resolution: string): Promise<Said> => {
  const script = standing.lab.scripts.byHand[resolution];
  return script === undefined
    ? fail('invalid-content', `the lab does not say, under scripts.byHand, what a person does for ${resolution}`)
    : said(standing, script);
};

/** Injects into a lab that stands, by what it wrote about itself. */
export const injectInto = async (root: string, instance: string): Promise<Said> => {
  const record = readRecord(instance) ?? fail('bad-target', `there is no lab ${instance}`);
  const source = { root, slug: record.slug, level: record.level };
  const lab = readLab(source);
  return labInject({ source, handle: reachOf(record), lab, cell: cellOf(lab, record.cell) });
};

const known = (name: string): EnvironmentName =>
  environmentNames.find((one) => one === name) ?? fail('internal', `${name} is no environment`);
const reachOf = (record: LabRecord): LabHandle => environmentOf(known(record.environment)).reach(record);

/** The lab of that name, as it stands. */
export const labOf = (instance: string): LabHandle => reachOf(readRecord(instance) ?? fail('bad-target', `there is no lab ${instance}`));

export const keepLab = (instance: string): void => {
  const record = readRecord(instance);
  if (record !== null) writeRecord({ ...record, kept: true });
};

/** That it is being taken away is written down where that can be: on a full disk it is taken away all the same. */
const removing = (record: LabRecord): LabRecord => {
  try {
    return writeRecord({ ...record, stage: 'removing' });
  } catch {
    return { ...record, stage: 'removing' };
  }
};

/** Takes a lab away. One that is not there is no error. */
export const labDown = async (instance: string): Promise<void> => {
  const record = readRecord(instance);
  if (record === null) rmSync(directoryOf(instance), { recursive: true, force: true });
  else await environmentOf(known(record.environment)).down(removing(record));
  tidy();
};

/** Nothing of it is on the machine any more. */
export const isGone = (instance: string): boolean => !existsSync(directoryOf(instance));

/** Null when it was never written; undefined when another version wrote it in a way that this one cannot read. */
const readable = (instance: string): LabRecord | null | undefined => {
  try {
    return readRecord(instance);
  } catch (error) {
    if (error instanceof ProblemError) return undefined;
    throw error;
  }
};

const isAtWork = (record: LabRecord): boolean => !record.kept && ownerLives(record) && record.owner.pid !== process.pid;

/** `all`: kept ones and this process's own too. One that another process is at work in goes only by its name. */
export const labsDown = async ({ all }: { all: boolean }): Promise<string[]> => {
  const down: string[] = [];
  for (const instance of instances()) {
    const record = readable(instance);
    if (record === undefined || (record !== null && isAtWork(record))) continue;
    if (!all && record !== null && (record.kept || ownerLives(record))) continue;
    await labDown(instance);
    down.push(instance);
  }
  tidy();
  return down;
};

export type LabStatus = LabRecord & { orphaned: boolean };

export const labsStatus = (): LabStatus[] =>
  instances()
    .map(readable)
    .filter((record) => record !== null && record !== undefined)
    .map((record) => ({ ...record, orphaned: !record.kept && !ownerLives(record) }));
