/** A broken lab to look around in: made, broken, and left standing. */
import { fail } from '../domain/problem.ts';
import { cellOf, readLab } from './definition.ts';
import type { Source } from './definition.ts';
import type { Missing } from './environment.ts';
import type { Standing } from './lab-script.ts';
import { missingFor } from './missing.ts';
import { keepLab, labDown, labInject, labUp } from './stand.ts';

export type Kept = { kind: 'cannot-run'; missing: Missing[] } | { kind: 'kept'; instance: string; cell: string; prefix: string[] };

const broken = async (standing: Standing): Promise<void> => {
  const said = await labInject(standing);
  if (!said.ok) fail('lab-cannot-run', `the lab ${standing.handle.instance} could not be broken: ${said.detail}`);
};

/** The cell that is wanted, or the first of the affected ones, just broken. One that cannot be broken is not left. */
export const keepBroken = async (source: Source, wanted?: string): Promise<Kept> => {
  const lab = readLab(source);
  const cell =
    (wanted === undefined ? undefined : cellOf(lab, wanted)) ??
    lab.cells.find(({ kind }) => kind === 'affected') ??
    fail('invalid-content', `the lab of ${source.slug} has no affected cell`);
  const missing = await missingFor(lab, [cell]);
  if (missing.length > 0) return { kind: 'cannot-run', missing };
  const handle = await labUp(source, cell.id, lab);
  try {
    await broken({ source, handle, lab, cell });
  } catch (error) {
    await labDown(handle.instance);
    throw error;
  }
  keepLab(handle.instance);
  return { kind: 'kept', instance: handle.instance, cell: cell.id, prefix: handle.prefix };
};
