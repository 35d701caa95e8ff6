/** Where the command line cannot work. Written so that a Node that is too old for all the rest can still read it. */

const OLDEST_NODE = [22, 18] as const;

/** A sentence for a person, or null where it can work. */
export const refusal = (): string | null => {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const tooOld = major < OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor < OLDEST_NODE[1]);
  if (tooOld) return `runbook needs Node ${OLDEST_NODE.join('.')} or newer; this is ${process.versions.node}.`;
  if (process.platform === 'win32')
    return 'runbook works on Linux, macOS and inside WSL, not on Windows itself: start it in your WSL distribution.';
  return null;
};

/** True where it cannot work: then it has been said, and the exit code is that of wrong usage. */
export const refused = (): boolean => {
  const why = refusal();
  if (why === null) return false;
  process.stderr.write(`${why}\nNothing was changed.\n`);
  process.exitCode = 2;
  return true;
};
