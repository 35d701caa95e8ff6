/** What came of running one script. A failed command is data. */
import * as z from 'zod';

const output = {
  stdout: z.string(),
  stderr: z.string(),
  /** Whether stdout was longer than what is kept: its middle is missing, so it proves nothing. */
  truncated: z.boolean(),
  ms: z.number(),
};
/** Whether something of it is known, or on a target out of reach must be feared, to have outlived being killed. */
const running = z.boolean();

export const execResultSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('exited'), code: z.int(), ...output }),
  z.strictObject({ kind: z.literal('signalled'), signal: z.string(), ...output }),
  z.strictObject({ kind: z.literal('timed-out'), afterMs: z.number(), running, ...output }),
  z.strictObject({ kind: z.literal('interrupted'), running, ...output }),
  /** The target, or bash on it, could not be started at all: nothing of it has run. */
  z.strictObject({ kind: z.literal('unreachable'), reason: z.string(), ...output }),
  /** The connection broke while it ran: how it ended there is not known. */
  z.strictObject({ kind: z.literal('lost'), reason: z.string(), running, ...output }),
]);
export type ExecResult = z.output<typeof execResultSchema>;

/** One sentence for a person, naming the line of stderr that usually says why. */
export const describeExec = (result: ExecResult): string => {
  const last = result.stderr.trim().split('\n').at(-1) ?? '';
  const because = last === '' ? '' : `: ${last}`;
  switch (result.kind) {
    case 'exited':
      return `it ended with exit code ${result.code}${because}`;
    case 'signalled':
      return `it was killed by ${result.signal}${because}`;
    case 'timed-out':
      return `it took longer than ${result.afterMs / 1000} s and ${result.running ? 'could not be stopped' : 'was stopped'}${because}`;
    case 'interrupted':
      return result.running ? 'it was interrupted, but could not be stopped' : 'it was interrupted';
    case 'unreachable':
      return `it could not be started: ${result.reason}`;
    case 'lost':
      return `the connection was lost while it ran (${result.reason})${result.running ? ', and it may still be at work there' : ''}`;
  }
};
