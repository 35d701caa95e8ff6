/** The options of a fence → the step of `runbook.json`. */
import type { FenceOptions } from '../domain/fence.ts';
import type { Action, Need, Phase, Step } from '../domain/step.ts';
import type { DraftStep } from './fence-options.ts';

type Options = FenceOptions[Phase];

const toNeed = (text: string): Need => (text === 'root' ? { kind: 'root' } : { kind: 'tool', any: text.split(' | ') });

const baseOf = ({ script, line }: DraftStep, options: Options) => ({
  id: options.id,
  title: options.title,
  script,
  timeoutMs: options.timeout,
  needs: options.needs.map(toNeed),
  uses: options.uses,
  outputs: options.outputs,
  note: options.note ?? null,
  ...(options.cluster ? { cluster: true as const } : {}),
  line,
});

const undoOf = ({ undo }: FenceOptions['fix']): Action['undo'] =>
  typeof undo === 'string' ? { kind: 'step', step: undo } : { kind: 'none', reason: undo.none };

const againOf = ({ done }: FenceOptions['fix']): Action['again'] =>
  done === undefined ? { kind: 'repeatable' } : { kind: 'done-when', probe: done };

/** Only for drafts in which nothing was found wrong. */
export const toStep = (draft: DraftStep): Step => {
  if (draft.options === null) throw new Error(`the step ${draft.id} has no options`);
  const base = baseOf(draft, draft.options);
  switch (draft.phase) {
    case 'precheck':
    case 'diagnose':
    case 'verify': {
      const { present, absent, canary, only } = draft.options as FenceOptions['verify'];
      return {
        ...base,
        kind: 'probe',
        phase: draft.phase,
        present,
        absent: absent ?? null,
        ...(canary && { canary }),
        ...(only && { only }),
      };
    }
    case 'collect':
      return { ...base, kind: 'collect', phase: 'collect' };
    case 'undo': {
      const { repeatable } = draft.options as FenceOptions['undo'];
      return { ...base, kind: 'undo', phase: 'undo', ...(repeatable && { repeatable }) };
    }
    case 'fix': {
      const options = draft.options as FenceOptions['fix'];
      return { ...base, kind: 'action', phase: 'fix', risk: options.risk, undo: undoOf(options), again: againOf(options) };
    }
  }
};
