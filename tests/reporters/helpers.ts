/** Real runs of small runbooks, with a clock that stands still but for what is waited, told by a reporter. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RunEvent } from '../../src/domain/event.ts';
import type { Language } from '../../src/domain/language.ts';
import { runbookSchema } from '../../src/domain/runbook.ts';
import type { Runbook } from '../../src/domain/runbook.ts';
import type { Ports } from '../../src/engine/ports.ts';
import type { RunRequest } from '../../src/engine/request.ts';
import { reporters } from '../../src/reporters/index.ts';
import type { ReporterName } from '../../src/reporters/index.ts';
import { fileFault, runbookOf } from '../helpers/runbook.ts';
import { runIt } from '../helpers/run.ts';
import { tempDir } from '../helpers/temp-dir.ts';

const stillClock = (): Ports['clock'] => {
  let passed = 0;
  return {
    now: () => new Date(Date.UTC(2026, 10, 21, 2, 14) + passed),
    monotonicMs: () => passed,
    sleep: async (ms) => {
      passed += ms;
    },
  };
};

const timeless = (event: RunEvent): RunEvent => (event.type === 'step.ended' ? { ...event, exec: { ...event.exec, ms: 88 } } : event);

export type Ran = { runbook: Runbook; events: RunEvent[]; dir: string };

type Asked = { change?: (runbook: Runbook) => Runbook; request?: Partial<RunRequest>; ports?: Partial<Ports> };

/** A run of the fault that is a file; `dir` is told as it is, so replace it before you compare. */
export const ranFileFault = async ({ change = (same) => same, request = {}, ports = {} }: Asked = {}): Promise<Ran> => {
  const dir = tempDir();
  for (const name of ['broken', 'alive']) writeFileSync(join(dir, name), '');
  const { diagnose, verify, fix, undo } = fileFault(dir);
  const runbook = runbookSchema.parse(change(runbookOf([diagnose, fix, undo, verify])));
  const { events } = await runIt(runbook, request, { clock: stillClock(), ...ports });
  return { runbook, dir, events: events.map(timeless) };
};

/** With another script for one of its steps. */
export const withScript =
  (id: string, script: string) =>
  (runbook: Runbook): Runbook => ({ ...runbook, steps: runbook.steps.map((step) => (step.id === id ? { ...step, script } : step)) });

export const told = (name: ReporterName, { runbook, events, dir }: Ran, language: Language = 'en'): string => {
  const report = reporters[name]({ runbook, language, width: 80, colour: false });
  return events.map(report).join('').replaceAll(dir, '<dir>');
};
