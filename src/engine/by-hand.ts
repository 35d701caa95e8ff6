/** A way to fix that a person goes: said, waited for, and verified like any other. The runner itself changes nothing. */
import type { Verdict } from '../domain/verdict.ts';
import type { ConsentAsk } from './ports.ts';
import type { Part, RunState } from './request.ts';
import { verify } from './verify.ts';

/** What the person did is not the runner's to undo. Null when it was interrupted. */
export async function* verifyByHand(state: RunState): Part<Verdict | null> {
  const verified = yield* verify(state);
  if (verified.kind === 'interrupted') return null;
  if (verified.kind === 'healthy') return { kind: 'fixed' };
  return { kind: 'still-faulty', failed: verified.failing, reason: verified.reason, standing: [] };
}

/** Without a person, or with one who says no, the run ends here and can be resumed with the verify. Null when it was interrupted. */
export async function* byHand(state: RunState, resolution: string): Part<Verdict | null> {
  const ask = { what: 'manual', risk: 'read-only', steps: [] } satisfies ConsentAsk;
  yield { type: 'consent.asked', ...ask };
  const { answer, by } = await state.ports.confirm(ask);
  yield { type: 'consent.answered', answer, by };
  if (state.ports.interrupt.aborted) return null;
  return answer === 'yes' ? yield* verifyByHand(state) : { kind: 'manual', resolution };
}
