/** How a run ended, and the exit code that says so. */
import * as z from 'zod';

const step = z.string();
const reason = z.string();

export const signalSchema = z.enum(['SIGINT', 'SIGTERM', 'SIGHUP']);
export type Signal = z.output<typeof signalSchema>;

export const verdictSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('healthy') }),
  z.strictObject({ kind: z.literal('fixed') }),
  z.strictObject({ kind: z.literal('fault-present') }),
  z.strictObject({ kind: z.literal('manual'), resolution: step }),
  z.strictObject({ kind: z.literal('undetermined'), step: step.nullable(), reason }),
  z.strictObject({ kind: z.literal('not-applicable'), reason }),
  z.strictObject({ kind: z.literal('undone'), failed: step, reason }),
  z.strictObject({ kind: z.literal('in-between'), failed: step, reason, standing: z.array(step).describe('Actions whose effect stands.') }),
  z.strictObject({ kind: z.literal('still-faulty'), failed: step, reason, standing: z.array(step) }),
  z.strictObject({ kind: z.literal('refused'), reason }),
  z.strictObject({
    kind: z.literal('interrupted'),
    signal: signalSchema,
    during: step.nullable(),
    standing: z.array(step),
  }),
]);
export type Verdict = z.output<typeof verdictSchema>;

const SIGNAL_CODES: Record<Signal, number> = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 };

const EXIT_CODES: Record<Exclude<Verdict['kind'], 'interrupted'>, number> = {
  healthy: 0,
  fixed: 0,
  'fault-present': 3,
  manual: 3,
  undetermined: 4,
  'not-applicable': 5,
  undone: 6,
  'in-between': 7,
  'still-faulty': 8,
  refused: 9,
};

export const exitCodeOf = (verdict: Verdict): number =>
  verdict.kind === 'interrupted' ? SIGNAL_CODES[verdict.signal] : EXIT_CODES[verdict.kind];

/** The worst first: what stands in between or was not understood, before what failed, before what could not be told, before what is well. */
const WORST_FIRST = [7, 1, 8, 6, 143, 130, 129, 4, 9, 2, 3, 5, 0];

/** Of several targets, the exit code that matters most; one that is not known counts as an internal error. */
export const worstOf = (codes: number[]): number => {
  const ranks = codes.map((code) => WORST_FIRST.indexOf(code)).map((rank) => (rank < 0 ? 1 : rank));
  return WORST_FIRST[Math.min(...ranks, WORST_FIRST.length - 1)] ?? 0;
};
