/** Runs jobs side by side, never more than `limit` at once; results in the order of the jobs. */
export const atMost = async <Job, Result>(limit: number, jobs: Job[], run: (job: Job) => Promise<Result>): Promise<Result[]> => {
  const results: Result[] = [];
  const waiting = jobs.entries();
  const worker = async () => {
    for (const [index, job] of waiting) results[index] = await run(job);
  };
  const ended = await Promise.allSettled(Array.from({ length: Math.min(limit, jobs.length) }, worker));
  const broken = ended.find((one) => one.status === 'rejected');
  if (broken) throw broken.reason;
  return results;
};
