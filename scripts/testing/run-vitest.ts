import { execa } from 'execa';
import { lastCounts, none, type Counts } from './counts.ts';

const reporters = ['--reporter=default', '--reporter=./scripts/plain-reporter.ts'];

/** What a real cluster is needed for takes minutes more: `npm run cluster` once, then `npm test -- --project cluster`. */
export const everyday = ['unit', 'cli', 'site', 'labs'].flatMap((project) => ['--project', project]);

/** Shows what vitest shows, and counts. A vitest that fails beside its tests, or dies without its last line, is one failure more. */
export const runVitest = async (args: readonly string[]): Promise<Counts> => {
  const result = await execa('vitest', ['run', ...reporters, ...args], {
    preferLocal: true,
    reject: false,
    stdin: 'ignore',
    stdout: ['inherit', 'pipe'],
    stderr: 'inherit',
  });
  const counts = lastCounts(result.stdout) ?? none;
  return result.failed && counts.failed === 0 ? { ...counts, failed: 1 } : counts;
};
