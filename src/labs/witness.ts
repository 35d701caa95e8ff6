/** The lab's own eyes, which do not trust the runbook's: what they look for before the injection, after it, and after the fix. */
import { describeExec } from '../domain/exec.ts';
import { fail } from '../domain/problem.ts';
import { allAnswer, noneAnswers } from './answers.ts';
import type { Cell, LabScript } from './definition.ts';
import { runLabScript } from './lab-script.ts';
import type { Standing } from './lab-script.ts';
import type { Said } from './said.ts';

export type Look = { title: string; see: () => Promise<Said> };
export type Witness = { serves: Look; broken: Look; restored: Look };

const portsOf = (cell: Cell) => {
  const serves = cell.answers ?? [];
  const affected = cell.kind === 'affected' ? cell : null;
  return { serves, broken: affected?.broken ?? affected?.restored ?? serves, restored: affected?.restored ?? serves };
};

const byPorts = ({ handle, cell }: Standing): Witness => {
  const ports = portsOf(cell);
  return {
    serves: { title: 'The hostPorts answer a neighbour', see: () => allAnswer(handle, ports.serves) },
    broken: { title: 'Once broken, the hostPorts do not answer', see: () => noneAnswers(handle, ports.broken) },
    restored: { title: 'The hostPorts answer a neighbour again', see: () => allAnswer(handle, ports.restored) },
  };
};

const lastLine = (text: string): string => text.trim().split('\n').at(-1) ?? '';

/** Exit 0 is yes and 1 is no. With any other end it has not seen anything. */
const sees = async (standing: Standing, script: LabScript): Promise<Said> => {
  const result = await runLabScript(standing, script);
  if (result.kind !== 'exited' || result.code > 1) return fail('lab-cannot-run', `${script.path} could not look: ${describeExec(result)}`);
  return { ok: result.code === 0, detail: lastLine(result.stdout) };
};

export const witnessOf = (standing: Standing): Witness => {
  const { witness } = standing.lab;
  if (witness.kind === 'ports') return byPorts(standing);
  const look = ({ title, ...script }: LabScript & { title: string }): Look => ({ title, see: () => sees(standing, script) });
  return { serves: look(witness.serves), broken: look(witness.broken), restored: look(witness.restored) };
};
