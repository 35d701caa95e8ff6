/** Ctrl-C, a lost terminal and a polite kill become one abort whose reason is the signal. A second one leaves at once. */
import { exitCodeOf } from '../domain/verdict.ts';
import type { Signal } from '../domain/verdict.ts';
import { killRunning } from '../targets/spawn.ts';

const SIGNALS: Signal[] = ['SIGINT', 'SIGTERM', 'SIGHUP'];

export type Interrupt = { signal: AbortSignal; raise: (signal: Signal) => void; release: () => void };

/** Whatever runs is killed and its outcome is not waited for, so that is all that can be said. */
const leave = (signal: Signal, say: (text: string) => void): never => {
  killRunning();
  say(
    '\n  Left at once: what ran here was killed, what ran on a target elsewhere may go on; whether it took effect is unknown. `runbook runs` names the run, `runbook resume` goes on with it.\n',
  );
  process.exit(exitCodeOf({ kind: 'interrupted', signal, during: null, standing: [] }));
};

export const watchInterrupts = (say: (text: string) => void): Interrupt => {
  const controller = new AbortController();
  const raise = (signal: Signal): void => {
    if (controller.signal.aborted) {
      if (signal !== 'SIGHUP') leave(signal, say);
      return;
    }
    controller.abort(signal);
  };
  const listeners = SIGNALS.map((signal) => [signal, () => raise(signal)] as const);
  for (const [signal, listener] of listeners) process.on(signal, listener);
  const release = (): void => {
    for (const [signal, listener] of listeners) process.off(signal, listener);
  };
  return { signal: controller.signal, raise, release };
};
