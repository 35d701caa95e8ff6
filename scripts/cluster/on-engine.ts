/** Images are made on an engine of their own, whose data directory is then what is kept of them. */
import { existsSync, rmdirSync } from 'node:fs';
import { join } from 'node:path';
import { clusterCache } from '../../src/labs/cluster/prepared.ts';
import { engineDown, engineUp, exec, must } from '../../src/labs/environments/docker/engine.ts';
import { stopEngine } from '../../src/labs/environments/docker/scripts.ts';
import { directoryOf, newRecord, tidy } from '../../src/labs/state.ts';
import { run } from './run.ts';
import { versions } from './versions.ts';

const STOP_MS = 60_000;

/** Where Debian has its dockerd. */
export const daemonOf = (root: string): string => join(root, 'usr/sbin');

export type Making = {
  name: string;
  /** The root file system of the engine. */
  root: string;
  /** A directory that is seen there as /opt/kubemend-lab, and the script in it that does the work. */
  files: string;
  script: string;
  timeoutMs: number;
  env: Record<string, string>;
  commands?: Record<string, string>;
  /** What is wrong when the script fails. */
  otherwise: string;
};

/** The cache may be on another file system than the labs. */
const moveTo = async (directory: string, from: string): Promise<void> => {
  if (existsSync(directory)) rmdirSync(directory);
  await run(['mv', from, directory]);
};

/**
 * What the script printed; the data of the engine lies in `to` then, which is not there before, or empty. A record as of a lab, so that
 * `runbook lab down` takes away what an interrupted preparation leaves.
 */
export const makeOnEngine = async (making: Making, to: string): Promise<string> => {
  const { name, root, files, script, timeoutMs, env, commands = {}, otherwise } = making;
  const record = newRecord({ slug: name, level: 'cluster', cell: 'image', environment: 'docker', settings: {} });
  try {
    const version = versions.debianDocker;
    await engineUp(record, { root, engines: { [version]: daemonOf(root) }, version, commands, files, share: clusterCache() });
    const made = must(otherwise, await exec(record, `bash /opt/kubemend-lab/${script}`, { timeoutMs, env }));
    must('the engine that made it did not end', await exec(record, stopEngine, { timeoutMs: STOP_MS }));
    await moveTo(to, join(directoryOf(record.instance), 'data'));
    return made.stdout;
  } finally {
    await engineDown(record);
    tidy();
  }
};
