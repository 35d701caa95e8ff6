/** One line for something slow: what it is, and the seconds so far; on a terminal they count up, elsewhere they are said at the end. */
export const ticking = async <Value>(
  what: string,
  say: (text: string) => void,
  work: () => Promise<Value>,
  live: boolean = process.stderr.isTTY,
): Promise<Value> => {
  const started = performance.now();
  const line = (end: string): void => say(`${live ? '\r' : ''}${what} … ${Math.round((performance.now() - started) / 1000)} s${end}`);
  const ticker = live ? setInterval(line, 1000, '') : undefined;
  if (live) line('');
  try {
    return await work();
  } finally {
    clearInterval(ticker);
    line('\n');
  }
};
