/** What may be done with a run that is kept: whether it can go on, and whether there is something to take back. Pure. */
import { standsOf } from './history.ts';
import type { Verdict } from '../domain/verdict.ts';
import type { History } from './history.ts';

/** `goes-on`: it ended too early. `over`: why it does not go on. */
export type Prospect = { kind: 'goes-on' } | { kind: 'over'; why: string };

const over = (why: string): Prospect => ({ kind: 'over', why });

/** Whether something may be left to do after such an end, whatever came before. */
export const mayGoOn = ({ kind }: Verdict): boolean =>
  kind === 'manual' || kind === 'interrupted' || kind === 'in-between' || kind === 'refused' || kind === 'undetermined';

/** A run that was killed, interrupted or left in doubt goes on; one that came to its end does not. */
export const prospectOf = (history: History): Prospect => {
  const { verdict, tookBack } = history;
  if (verdict === null || verdict.kind === 'manual') return { kind: 'goes-on' };
  if (tookBack) return over('it was undone, as far as that could be');
  if (verdict.kind === 'interrupted') return { kind: 'goes-on' };
  if (mayGoOn(verdict) && standsOf(history).length > 0) return { kind: 'goes-on' };
  return over(`it has ended: ${verdict.kind}`);
};

/** Something of it stands that an undo might take back, be it only what it made in order to look. */
export const canBeUndone = (history: History): boolean => standsOf(history).length > 0 || history.canaries.length > 0;
