/** Ctrl-C, a lost terminal and a polite kill become one abort whose reason is the signal. A second Ctrl-C leaves at once. */
import type { Signal } from '../domain/verdict.ts';

const SIGNALS: Signal[] = ['SIGINT', 'SIGTERM', 'SIGHUP'];
const LEAVE_AT_ONCE = 130;

export type Interrupt = { signal: AbortSignal; raise(signal: Signal): void; release(): void };

export const watchInterrupts = (): Interrupt => {
  const controller = new AbortController();
  const raise = (signal: Signal): void => {
    if (controller.signal.aborted) process.exit(LEAVE_AT_ONCE);
    controller.abort(signal);
  };
  const listeners = SIGNALS.map((signal) => [signal, () => raise(signal)] as const);
  for (const [signal, listener] of listeners) process.on(signal, listener);
  const release = (): void => {
    for (const [signal, listener] of listeners) process.off(signal, listener);
  };
  return { signal: controller.signal, raise, release };
};
