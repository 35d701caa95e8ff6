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
const replaceFix = (runbook: Runbook, script: string): Runbook => {
  const resolution = recommendedOf(runbook);
  const first = actionsOf(runbook, resolution)[0] ?? fail('internal', 'the recommended resolution has no action');
  const changed: Resolution = { kind: 'steps', id: resolution.id, recommended: true, steps: [first.id] };
  const resolutions = runbook.resolutions.map((one) => (one.id === resolution.id ? changed : one));
  return replaceStep({ ...runbook, resolutions }, first.id, (step) => ({ ...step, script, outputs: {} }));
};

const replaceProbe = (runbook: Runbook, { step: id, script, present, absent }: Extract<Change, { step: string }>): Runbook => {
  if (stepById(runbook, id)?.kind !== 'probe')
    return fail('invalid-content', `the mutation changes ${id}, which is no probe of ${runbook.slug}`);
  return replaceStep(runbook, id, (step) => ({ ...(step as Probe), script, ...(present && { present }), ...(absent && { absent }) }));
};

export const mutate = (runbook: Runbook, change: Change): Runbook =>
  'fix' in change ? replaceFix(runbook, change.fix) : replaceProbe(runbook, change);

export const FAILING_PROBE = 'lab-made-to-fail';

/** The true runbook with one verify probe more, which never holds: whatever the fix did must be taken back. */
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
  return atOnce({ ...runbook, steps: [...runbook.steps, probe] });
};
