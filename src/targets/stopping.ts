/** Stops what takes too long, or is interrupted; once. */

export type Stopped = 'timed-out' | 'interrupted' | null;

type Limits = { timeoutMs: number; signal: AbortSignal };
type Stoppable = {
  lives: () => boolean;
  /** Resolves to whether something of it is left. */
  stop: () => Promise<boolean>;
};

export type Stopper = {
  why(): Stopped;
  /** Of no more use: it has ended. */
  release(): void;
  /** True when it was stopped, and something of it is left. */
  left(): Promise<boolean>;
};

/** What ended while this process was not looking (suspended, busy) has ended, however late its timer is: so look once more first. */
export const stopper = ({ timeoutMs, signal }: Limits, { lives, stop }: Stoppable): Stopper => {
  let why: Stopped = null;
  let stopping: Promise<boolean> | null = null;
  const because = (reason: Exclude<Stopped, null>) =>
    setImmediate(() => {
      if (!lives()) return;
      why ??= reason;
      stopping ??= stop();
    });
  const onAbort = () => void because('interrupted');
  const timer = setTimeout(() => void because('timed-out'), timeoutMs);
  if (signal.aborted) onAbort();
  signal.addEventListener('abort', onAbort);
  return {
    why: () => why,
    release: () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', onAbort);
    },
    left: async () => stopping !== null && (await stopping),
  };
};
