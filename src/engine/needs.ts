/** What the steps of a run need, looked at once before the first of them: a fix that lacks a tool half-way is worse than none. */
import { quote } from '../domain/shell-word.ts';
import { describeNeed } from '../domain/step.ts';
import type { Need, Probe, Step } from '../domain/step.ts';

const lineFor = (need: Need): string => {
  if (need.kind === 'root')
    return '[ "$(id -u)" -eq 0 ] || sudo -n true 2>/dev/null || echo "missing root: run it as root (sudo), let sudo work without a password, or add --ask-sudo"';
  const any = need.any.map((tool) => `command -v ${quote(tool)} >/dev/null 2>&1`).join(' || ');
  return `${any} || echo ${quote(`missing ${describeNeed(need)}`)}`;
};

/** A probe over all needs of the steps: present when nothing is missing. */
export const needsProbe = (steps: Step[], title: string): Probe => {
  const lines = new Set(steps.flatMap((step) => step.needs).map(lineFor));
  return {
    kind: 'probe',
    phase: 'precheck',
    id: 'needs',
    title,
    script: ['{', ...lines, 'true', '} | { if grep . ; then :; else echo "nothing is missing"; fi; }'].join('\n'),
    timeoutMs: 20_000,
    needs: [],
    uses: [],
    outputs: {},
    note: null,
    present: 'nothing is missing',
    absent: '/^missing /',
    line: 1,
  };
};
