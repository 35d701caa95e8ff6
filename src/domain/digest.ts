/** The canonical form of a runbook: what plans, journals and proofs are bound to. */
import type { Runbook } from './runbook.ts';
import type { Step } from './step.ts';

/** JSON with sorted keys and no white space, so that equal values have equal bytes. */
export const canonicalJson = (value: unknown): string => {
  const sorted = (_: string, inner: unknown): unknown =>
    inner !== null && typeof inner === 'object' && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : inner;
  return JSON.stringify(value, sorted);
};

/** What of a step acts: not its title, nor where it stands. */
export const acting = ({ title: _title, line: _line, ...step }: Step): Omit<Step, 'title' | 'line'> => step;

/** What decides how a runbook acts: steps, checks, risk, undo, inputs, affects. Not titles, prose or line numbers. */
export const digestInput = (runbook: Runbook): string => {
  const steps = runbook.steps.map(acting);
  const inputs = runbook.inputs.map(({ title: _title, ...input }) => input);
  const { schema, id, affects, resolutions, verify } = runbook;
  return canonicalJson({ schema, id, affects, inputs, steps, resolutions, verify });
};

/** Lower-case hex SHA-256 of UTF-8 text, by Web Crypto: the same in Node and in a browser. */
export const sha256 = async (text: string): Promise<string> => {
  const hash = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
  return hexOf(new Uint8Array(hash));
};

export const runbookDigest = (runbook: Runbook): Promise<string> => sha256(digestInput(runbook));

const hexOf = (bytes: Uint8Array): string => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');

const SALT_BYTES = 16;
export const randomSalt = (): string => hexOf(crypto.getRandomValues(new Uint8Array(SALT_BYTES)));

/** As slow as OWASP asks of PBKDF2 with SHA-256, so that a short secret is not found by trying. */
const ITERATIONS = 600_000;

/** PBKDF2 of UTF-8 text with a salt; 256 bits in hex. */
export const slowHash = async (text: string, salt: string): Promise<string> => {
  const key = await crypto.subtle.importKey('raw', new TextEncoder().encode(text), 'PBKDF2', false, ['deriveBits']);
  const how = { name: 'PBKDF2', hash: 'SHA-256', iterations: ITERATIONS, salt: new TextEncoder().encode(salt) };
  return hexOf(new Uint8Array(await crypto.subtle.deriveBits(how, key, 256)));
};
