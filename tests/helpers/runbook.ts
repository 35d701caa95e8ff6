/** Small runbooks for tests: steps over files in a directory, run by the real bash. */
import type { Runbook } from '../../src/domain/runbook.ts';
import type { Action, Collect, Probe, Step, UndoStep } from '../../src/domain/step.ts';

const base = { title: '', timeoutMs: 5000, needs: [], uses: [], outputs: {}, note: null, line: 1 };

export const probe = (phase: Probe['phase'], id: string, script: string, more: Partial<Probe> = {}): Probe => ({
  ...base,
  kind: 'probe',
  phase,
  id,
  title: `${id}?`,
  script,
  present: 'yes',
  absent: 'no',
  ...more,
});

export const action = (id: string, script: string, more: Partial<Action> = {}): Action => ({
  ...base,
  kind: 'action',
  phase: 'fix',
  id,
  title: `Do ${id}`,
  script,
  risk: 'reversible',
  undo: { kind: 'step', step: `undo-${id}` },
  again: { kind: 'repeatable' },
  ...more,
});

export const undo = (id: string, script: string, more: Partial<UndoStep> = {}): UndoStep => ({
  ...base,
  kind: 'undo',
  phase: 'undo',
  id,
  title: `Take back: ${id}`,
  script,
  ...more,
});

export const collect = (id: string, script: string, more: Partial<Collect> = {}): Collect => ({
  ...base,
  kind: 'collect',
  phase: 'collect',
  id,
  title: id,
  script,
  ...more,
});

const cost = { downtime: 'none', loses: 'nothing', survives: { reboot: 'yes', upgrade: 'yes' } };

/** A runbook whose recommended resolution is all its actions, in order. */
export const runbookOf = (steps: Step[], more: Partial<Runbook> = {}): Runbook => {
  const actions = steps.filter((step) => step.kind === 'action').map(({ id }) => id);
  const titles = Object.fromEntries(steps.map(({ id, title }) => [id, title]));
  const resolutions = { 'do-it': { title: 'Do it', cost }, 'by-hand': { title: 'By hand', instruction: 'Type this.', cost } };
  return {
    schema: 1,
    id: 'KM9001',
    slug: 'test-fault',
    distro: 'kind',
    affects: [],
    inputs: [],
    steps,
    resolutions: [
      { kind: 'steps', id: 'do-it', recommended: true, steps: actions },
      { kind: 'manual', id: 'by-hand', recommended: false },
    ],
    verify: { withinMs: 1000, everyMs: 50, stableMs: 200, samples: 3 },
    signatures: [],
    upstream: [],
    text: {
      en: {
        title: 'A fault made for a test',
        symptom: 'It fails.',
        summary: 'It is broken.',
        steps: titles,
        resolutions,
        inputs: {},
        body: '',
      },
      'zh-cn': null,
    },
    ...more,
  };
};

/** The fault is a file `broken` in `dir`, the service a file `alive`; the fix removes the one, the undo puts it back. */
export const fileFault = (dir: string): Record<'diagnose' | 'verify' | 'fix' | 'undo', Step> => ({
  diagnose: probe('diagnose', 'broken', `[ -e ${dir}/broken ] && echo yes || echo no`),
  verify: probe('verify', 'alive', `[ -e ${dir}/alive ] && echo yes || echo no`),
  fix: action('mend', `rm ${dir}/broken; echo mend >>${dir}/log`),
  undo: undo('undo-mend', `touch ${dir}/broken; echo undo-mend >>${dir}/log`),
});
