/** Runs jobs side by side, never more than `limit` at once; results in the order of the jobs. Once one breaks, no other is begun. */
export const atMost = async <Job, Result>(limit: number, jobs: Job[], run: (job: Job) => Promise<Result>): Promise<Result[]> => {
  const results: Result[] = [];
  const waiting = jobs.entries();
  let broken = false;
  const worker = async () => {
    for (const [index, job] of waiting) {
      if (broken) return;
      results[index] = await run(job).catch((error: unknown) => {
        broken = true;
        throw error;
      });
    }
  };
  const ended = await Promise.allSettled(Array.from({ length: Math.min(limit, jobs.length) }, worker));
  const rejected = ended.find((one) => one.status === 'rejected');
  if (rejected) throw rejected.reason;
  return results;
};
