/** Where a lab lives. Each kind of place is one folder under environments/ and one line in its registry. */
import type { ExecResult } from '../domain/exec.ts';
import type { Level } from '../domain/proof.ts';
import type { Needs } from './bearable.ts';
import type { Place, View } from './place.ts';
import type { LabRecord } from './state.ts';

/** Something this machine lacks, and how to get it. */
export type Missing = { what: string; how: string };

export type ExecOptions = { as?: Place; timeoutMs?: number; env?: Record<string, string> };

/** A lab that stands. `prefix` is the command line that leads to where the runbook runs: what `lab://<instance>` is made of. */
export type LabHandle = {
  instance: string;
  prefix: string[];
  /** Where the neighbour finds the node. */
  address: string;
  /** Runs a script in a strict bash: on the node, where nothing else is said. */
  exec(script: string, options?: ExecOptions): Promise<ExecResult>;
  /** The state of the node as text that stays the same as long as nothing changes. */
  snapshot(): Promise<string>;
  /** Versions of what the environment itself is made of. */
  facts(): Promise<Record<string, string>>;
};

export type Environment = {
  name: string;
  /** The most real level that a lab in this environment can claim. */
  ceiling: Level;
  /** Where a runbook can run in it. */
  views: readonly View[];
  /** What one lab with these settings takes of the machine. */
  needs(settings: Record<string, string>): Needs;
  /** For a lab with these settings. */
  missing(settings?: Record<string, string>): Promise<Missing[]>;
  /** What takes long and is kept for later: images, builds. */
  prepare(): Promise<void>;
  /** Makes the place of a lab, the lab's files in it at /opt/kubemend-lab. The record is on disk before anything is made. */
  up(record: LabRecord, files: string): Promise<LabHandle>;
  /** Reaches a lab that was made before, by whomever. */
  reach(record: LabRecord): LabHandle;
  /** Removes all that could have been made. Twice is harmless. */
  down(record: LabRecord): Promise<void>;
};
