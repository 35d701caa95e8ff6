/** One JSON document when the run has ended: what was found, what was done, how it ended. */
import { exitCodeOf } from '../domain/verdict.ts';
import type { RenderDocument } from './document.ts';
import { plainJson } from './plain-text.ts';
import type { Told } from './story.ts';

const stepOf = ({ step, phase, during, times, exec, result }: Told) => ({ step, phase, during, times, ms: Math.round(exec.ms), result });

/** `verdict`, `endedAt` and `exitCode` are null for a run that did not come to an end. */
export const jsonDocument: RenderDocument = ({ start, environment, gate, finding, plan, told, end }) => {
  const document = {
    version: 1,
    run: start?.run ?? null,
    slug: start?.slug ?? null,
    digest: start?.digest ?? null,
    mode: start?.mode ?? null,
    target: start?.target ?? null,
    startedAt: start?.at ?? null,
    endedAt: end?.at ?? null,
    environment,
    gate: gate?.gate ?? null,
    forced: gate?.forced ?? false,
    diagnosis: finding,
    plan,
    steps: told.map(stepOf),
    verdict: end?.verdict ?? null,
    changes: end?.changes ?? null,
    exitCode: end === null ? null : exitCodeOf(end.verdict),
  };
  return `${plainJson(JSON.stringify(document, null, 2))}\n`;
};
