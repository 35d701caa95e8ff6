/** A runbook that lies, made in memory from the true one. Pure. */
import { fail } from '../domain/problem.ts';
import { actionsOf, recommendedOf, stepById } from '../domain/runbook.ts';
import type { Resolution, Runbook, VerifyTimes } from '../domain/runbook.ts';
import type { Probe, Step } from '../domain/step.ts';
import type { Change } from './definition.ts';

/** Long enough for a streak, short enough for a lab with many cells. */
const SHORT: VerifyTimes = { withinMs: 20_000, everyMs: 400, stableMs: 1000, samples: 2 };
/** One sample that fails ends it. */
const AT_ONCE: VerifyTimes = { withinMs: 1100, everyMs: 200, stableMs: 1000, samples: 2 };

export const shortened = (runbook: Runbook): Runbook => ({ ...runbook, verify: SHORT });
export const atOnce = (runbook: Runbook): Runbook => ({ ...runbook, verify: AT_ONCE });

const replaceStep = (runbook: Runbook, id: string, replace: (step: Step) => Step): Runbook => ({
  ...runbook,
  steps: runbook.steps.map((step) => (step.id === id ? replace(step) : step)),
});

/** The resolution keeps its first action only, which does something else now. */
const replaceFix = (runbook: Runbook, resolution: Resolution, script: string): Runbook => {
  const first = actionsOf(runbook, resolution)[0] ?? fail('invalid-content', `the resolution ${resolution.id} has no action to replace`);
  const changed: Resolution = { kind: 'steps', id: resolution.id, recommended: resolution.recommended, steps: [first.id] };
  const resolutions = runbook.resolutions.map((one) => (one.id === resolution.id ? changed : one));
  return replaceStep({ ...runbook, resolutions }, first.id, (step) => ({ ...step, script, outputs: {} }));
};

const replaceOne = (runbook: Runbook, { step: id, script, present, absent }: Extract<Change, { step: string }>): Runbook => {
  const step = stepById(runbook, id) ?? fail('invalid-content', `the mutation changes ${id}, which is no step of ${runbook.slug}`);
  const asks = present !== undefined || absent !== undefined;
  if (asks && step.kind !== 'probe')
    return fail('invalid-content', `the mutation gives answers to ${id}, which is no probe of ${runbook.slug}`);
  return replaceStep(runbook, id, (one) => ({ ...(one as Probe), script, ...(present && { present }), ...(absent && { absent }) }));
};

/** The change, in the resolution of that id; by default in the recommended one. */
export const mutate = (runbook: Runbook, change: Change, resolution?: string): Runbook => {
  if (!('fix' in change)) return replaceOne(runbook, change);
  const way = resolution === undefined ? recommendedOf(runbook) : runbook.resolutions.find(({ id }) => id === resolution);
  return way === undefined
    ? fail('unknown-resolution', `${runbook.slug} has no resolution ${resolution}`)
    : replaceFix(runbook, way, change.fix);
};

export const FAILING_PROBE = 'lab-made-to-fail';

/** The true runbook with one verify probe more, which never holds: whatever the fix did must be taken back. It is asked first, since the others may need longer to hold. */
export const neverVerified = (runbook: Runbook): Runbook => {
  const probe: Probe = {
    kind: 'probe',
    phase: 'verify',
    id: FAILING_PROBE,
    title: 'A check of the lab that always fails',
    script: 'echo this check always fails',
    timeoutMs: 5000,
    needs: [],
    uses: [],
    outputs: {},
    note: null,
    present: 'never printed',
    absent: '/always fails/',
    line: 1,
  };
  return atOnce({ ...runbook, steps: [probe, ...runbook.steps] });
};
