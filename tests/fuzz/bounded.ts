/** How much is tried: all of it by `npm run fuzz`, some in CI, and little on the way. However slow the machine, it ends. */

const shareOf = (env: NodeJS.ProcessEnv): number => {
  if (env['KUBEMEND_FUZZ'] === 'all') return 1;
  return env['CI'] ? 0.5 : 0.05;
};
const LONGEST_MS = 60_000;

export const bounded = (runs: number): { numRuns: number; interruptAfterTimeLimit: number; markInterruptAsFailure: boolean } => ({
  numRuns: Math.ceil(runs * shareOf(process.env)),
  interruptAfterTimeLimit: LONGEST_MS,
  markInterruptAsFailure: false,
});
