/** The way to a target, open for one run: what makes a command line of this machine into one that runs a program there. */
import type { Identity } from '../domain/identity.ts';
import { shellWord } from '../domain/shell-word.ts';
import type { Ask } from './identity.ts';

/** A local command that ended without having begun anything on the target. */
export type NotBegun = { code: number | null; stdout: string; stderr: string };

export type Way = {
  env: Record<string, string>;
  /** What sudo wants on the target; null where it wants nothing, or nobody was asked. */
  sudoPassword: string | null;
  /** Makes the connection where there is none. Null when it stands, otherwise why not and what to do. */
  ready(signal: AbortSignal): Promise<string | null>;
  /** The command line here that runs these words there; once `ready`. */
  command(words: string[]): string[];
  /** Whether what runs there goes on when the command here is killed. */
  outlives: boolean;
  /** Whether it is cheap enough to be gone before there is anything to do there. */
  ahead: boolean;
  /** Why it is certain that nothing has run there; null when the connection may have broken on the way. */
  refusal(ended: NotBegun): string | null;
  /** Which machine or container that is. */
  identity(ask: Ask): Promise<Identity>;
  /** Twice is harmless. */
  close: () => Promise<void>;
};

export const lastLine = (text: string): string => text.trim().split('\n').at(-1)?.trim() ?? '';

type Own = { env: Record<string, string>; sudoPassword?: string | null };

/** What runs there is a child of the command here, in its process group. */
export const directWay = (prefix: () => string[], { env, sudoPassword = null }: Own, identity: Way['identity']): Way => ({
  env,
  sudoPassword,
  ready: async () => null,
  command: (words) => [...prefix(), ...words],
  outlives: false,
  ahead: true,
  refusal: ({ code, stderr }) => lastLine(stderr) || `it ended with exit code ${code} before it began`,
  identity,
  close: async () => {},
});

/** Words for a shell on the other side: ssh joins them by spaces, and the login shell there, whichever it is, takes them apart again. */
export const forShell = (words: string[]): string => words.map(shellWord).join(' ');

/** What a shell or an engine exits with when there is no such program. */
export const noBash = (code: number | null): string | null =>
  code === 127 || code === 126 ? 'there is no bash on it, which every step needs: install bash there' : null;
