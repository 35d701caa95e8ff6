/** Runs one of the lab's own scripts where it wants to be run, with the settings of the cell in its environment. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ExecResult } from '../domain/exec.ts';
import { labDirectory, settingsOf } from './definition.ts';
import type { Cell, Lab, LabScript, Source } from './definition.ts';
import type { LabHandle } from './environment.ts';

/** A real cluster takes its time to stop and start, and more of it where others are at work. */
const SCRIPT_MS = 600_000;

/** A lab that stands, and which cell of which lab it is. */
export type Standing = { source: Source; lab: Lab; cell: Cell; handle: LabHandle };

export const runLabScript = ({ source, lab, cell, handle }: Standing, { path, on }: LabScript): Promise<ExecResult> =>
  handle.exec(readFileSync(join(labDirectory(source), path), 'utf8'), { as: on, env: settingsOf(lab, cell), timeoutMs: SCRIPT_MS });
