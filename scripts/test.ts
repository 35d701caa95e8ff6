/** Everything, from what the system lacks to the sum. With arguments: only vitest, which gets them (`npm test -- tests/domain`). */
import { ProblemError } from '../src/domain/problem.ts';
import { ensurePackages } from './setup/debian.ts';
import { checks } from './testing/checks.ts';
import { countsLine, none, sum, type Counts } from './testing/counts.ts';
import { runChecks } from './testing/run-checks.ts';
import { everyday, runVitest } from './testing/run-vitest.ts';

process.env['ASTRO_TELEMETRY_DISABLED'] = '1';

/** What cannot be installed is one failure; the tests that need it then say so themselves. */
const setUp = async (): Promise<Counts> => {
  try {
    await ensurePackages(['lab', 'browser', 'lint', 'ssh', 'shell']);
    return none;
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    console.log(`FAILED  set-up\n${error.message}\n${error.problem.hint ?? ''}`);
    return { ...none, failed: 1 };
  }
};

/** The tests build the site, and two Astros at once would write the same files; the other checks run beside the tests, and are told of after them. */
const everything = async (): Promise<Counts> => {
  const { sources = [], astro = [] } = Object.groupBy(checks, (check) => check.lane);
  const said: string[] = [];
  const beside = runChecks(sources, (line) => said.push(line));
  const counts = [await runChecks(astro), await runVitest(everyday), await beside];
  console.log(`\n${said.join('\n')}`);
  return sum(counts);
};

const args = process.argv.slice(2);
const counts = [await setUp()];
counts.push(await (args.length === 0 ? everything() : runVitest(args)));

const all = sum(counts);
console.log(`\n${countsLine(all)}`);
process.exitCode = all.failed === 0 ? 0 : 1;
