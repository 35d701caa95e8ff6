/**
 * What the harness says about itself between what the step says: on both streams that it begins, and with which exit code the step ended.
 * So whatever a login prints first is not taken for the step, a connection that breaks is told from a step that fails (ssh exits 255 for
 * both), and the exit code is the step's own.
 */
import type { OutputChunk } from '../engine/ports.ts';

type Stream = OutputChunk['stream'];

/** ASCII's record separator, and the token of the step. */
const RS = '\u001E';
const beginOf = (token: string): string => `${RS}${token} begin\n`;
const endOf = (token: string): string => `${RS}${token} end `;

/** As bash says it; `token` and `code` as bash writes them. */
export const sayBegin = (token: string): string => `printf '\\036%s begin\\n' "${token}"`;
export const sayEnd = (token: string, code: string): string => `printf '\\036%s end %s\\n' "${token}" "${code}"`;

/** Of what comes before the beginning, the last is kept: it says why there is none. */
const KEPT_BEFORE = 16 * 1024;
/** The end mark is no longer than this after its beginning: a code and a newline. */
const CODE_LINE = /^(\d{1,3})\n/;

export type Wire = {
  /** What of a chunk the step itself printed; what might yet become a mark is held back. */
  sift(stream: Stream, text: string): string;
  /** What was held back when the stream ended. */
  rest(stream: Stream): string;
  begun(): boolean;
  /** The step's exit code; null as long as none was said. */
  code(): number | null;
  /** What was printed before the harness began. */
  before(stream: Stream): string;
  /** Resolves when it was said on both streams that the step has ended: nothing more of it comes. */
  over: Promise<void>;
};

/** From where on a text may be the beginning of the mark; its length where nothing may. */
const mayBegin = (text: string, mark: string): number => {
  const at = text.lastIndexOf(RS);
  return at >= 0 && mark.startsWith(text.slice(at)) ? at : text.length;
};

/** One stream, first before the beginning, then within the step. */
const sieve = (token: string, ended: (code: number) => void) => {
  const [begin, end] = [beginOf(token), endOf(token)];
  let before = '';
  let begun = false;
  let held = '';
  const withinStep = (): string => {
    const at = held.indexOf(end);
    const said = at < 0 ? null : CODE_LINE.exec(held.slice(at + end.length));
    if (said) {
      ended(Number(said[1]));
      held = held.slice(0, at) + held.slice(at + end.length + said[0].length);
    }
    const upTo = at >= 0 && !said ? at : mayBegin(held, end);
    const out = held.slice(0, upTo);
    held = held.slice(upTo);
    return out;
  };
  const take = (text: string): string => {
    if (begun) {
      held += text;
      return withinStep();
    }
    before += text;
    const at = before.indexOf(begin);
    begun = at >= 0;
    if (begun) [held, before] = [before.slice(at + begin.length), before.slice(0, at)];
    else before = before.slice(-KEPT_BEFORE);
    return begun ? withinStep() : '';
  };
  return { take, rest: () => held, begun: () => begun, before: () => before };
};

const NAMES: Stream[] = ['stdout', 'stderr'];

export const wireFor = (token: string): Wire => {
  const { promise: over, resolve } = Promise.withResolvers<void>();
  let code: number | null = null;
  const open = new Set(NAMES);
  const ended = (name: Stream) => (said: number) => {
    code = said;
    open.delete(name);
    if (open.size === 0) resolve();
  };
  const streams = { stdout: sieve(token, ended('stdout')), stderr: sieve(token, ended('stderr')) };
  return {
    sift: (stream, text) => streams[stream].take(text),
    rest: (stream) => streams[stream].rest(),
    begun: () => streams.stdout.begun() || streams.stderr.begun(),
    code: () => code,
    before: (stream) => streams[stream].before(),
    over,
  };
};
