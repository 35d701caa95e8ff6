/** What is here: distributions, engines and versions, each with how it was learnt. */
import { componentNames } from '../../domain/components/index.ts';
import type { EnvironmentReport } from '../../domain/environment-report.ts';
import { detect } from '../../engine/detect.ts';
import { environmentText } from '../../reporters/environment-text.ts';
import { plainJson } from '../../reporters/plain-text.ts';
import { assumedFrom } from '../assumed.ts';
import { systemClock } from '../clock.ts';
import { watchInterrupts } from '../interrupt.ts';
import type { Io } from '../io.ts';
import { runId } from '../run-id.ts';
import { execOn, targetOf, whereFor } from '../where.ts';

const UNDETERMINED = 4;

export type EnvOptions = { target?: string; assume?: string[]; json?: boolean };

const nothingRead = ({ environment }: EnvironmentReport): boolean =>
  Object.values(environment.components).every(({ kind }) => kind === 'unknown');

export const env = async (io: Io, _args: string[], { target: written = 'local', assume, json }: EnvOptions): Promise<number> => {
  const assumed = await assumedFrom(assume);
  const interrupt = watchInterrupts((text) => io.err(text));
  const where = await whereFor(io, targetOf(written), { run: runId(systemClock.now()), signal: interrupt.signal });
  try {
    const environment = await detect(componentNames, { exec: execOn(where), clock: systemClock, interrupt: interrupt.signal }, assumed);
    const report: EnvironmentReport = { version: 1, target: where.target, environment };
    io.out(json ? `${plainJson(JSON.stringify(report, null, 2))}\n` : environmentText(environment, io));
    return nothingRead(report) ? UNDETERMINED : 0;
  } finally {
    interrupt.release();
    await where.way.close();
  }
};
