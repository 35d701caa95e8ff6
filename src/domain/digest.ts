/** The canonical form of a runbook: what plans, journals and proofs are bound to. */
import type { Runbook } from './runbook.ts';

/** JSON with sorted keys and no white space, so that equal values have equal bytes. */
export const canonicalJson = (value: unknown): string => {
  const sorted = (_: string, inner: unknown): unknown =>
    inner !== null && typeof inner === 'object' && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : inner;
  return JSON.stringify(value, sorted);
};

/** What decides how a runbook acts: steps, checks, risk, undo, inputs, affects. Not titles, prose or line numbers. */
export const digestInput = (runbook: Runbook): string => {
  const steps = runbook.steps.map(({ title: _title, line: _line, ...step }) => step);
  const inputs = runbook.inputs.map(({ title: _title, ...input }) => input);
  const { schema, id, affects, resolutions, verify } = runbook;
  return canonicalJson({ schema, id, affects, inputs, steps, resolutions, verify });
};

/** Lower-case hex SHA-256 of UTF-8 text, by Web Crypto: the same in Node and in a browser. */
export const sha256 = async (text: string): Promise<string> => {
  const hash = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
  return Array.from(new Uint8Array(hash), (byte) => byte.toString(16).padStart(2, '0')).join('');
};

export const runbookDigest = (runbook: Runbook): Promise<string> => sha256(digestInput(runbook));
