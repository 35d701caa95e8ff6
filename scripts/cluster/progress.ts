/** What is being done, for how long, and how long it usually takes: a line when it begins, every half minute, and when it ends. */

const EVERY_MS = 30_000;

export type Say = (line: string) => void;

export const duration = (ms: number): string => {
  const seconds = Math.round(ms / 1000);
  return seconds < 100 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
};

export const timed = async <Value>(
  { what, usualSeconds, say }: { what: string; usualSeconds: number; say: Say },
  work: () => Promise<Value>,
): Promise<Value> => {
  const began = performance.now();
  const usual = `usually ${duration(usualSeconds * 1000)} on two cores`;
  const elapsed = () => duration(performance.now() - began);
  say(`${what}: begun, ${usual}`);
  const ticker = setInterval(() => say(`${what}: ${elapsed()} so far, ${usual}`), EVERY_MS);
  try {
    const value = await work();
    say(`${what}: done in ${elapsed()}`);
    return value;
  } finally {
    clearInterval(ticker);
  }
};
