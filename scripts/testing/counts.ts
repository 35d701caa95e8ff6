/** The line that every kind of check ends with, so that one more kind only has to print it. */
export type Counts = { passed: number; failed: number; skipped: number };

export const none: Counts = { passed: 0, failed: 0, skipped: 0 };

export const sum = (all: readonly Counts[]): Counts =>
  all.reduce((a, b) => ({ passed: a.passed + b.passed, failed: a.failed + b.failed, skipped: a.skipped + b.skipped }), none);

export const countsLine = ({ passed, failed, skipped }: Counts): string => `${passed} passed, ${failed} failed, ${skipped} skipped`;

/** The last such line of an output, or undefined if there is none: then whatever printed it did not come to its end. */
export const lastCounts = (output: string): Counts | undefined => {
  const [passed, failed, skipped] =
    [...output.matchAll(/^(\d+) passed, (\d+) failed, (\d+) skipped$/gm)].at(-1)?.slice(1).map(Number) ?? [];
  return passed === undefined || failed === undefined || skipped === undefined ? undefined : { passed, failed, skipped };
};

/** Where everything must run, a test that was skipped did not do its work: it counts as failed. */
export const skipsFail = (env: NodeJS.ProcessEnv): boolean => {
  const isSet = (value: string | undefined): boolean => !['', '0', 'false'].includes(value ?? '');
  return isSet(env['CI']) || isSet(env['KUBEMEND_REQUIRE_LABS']);
};
