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

const args = process.argv.slice(2);
const counts = [await setUp()];
if (args.length === 0) counts.push(await runChecks(checks));
counts.push(await runVitest(args.length === 0 ? everyday : args));

const all = sum(counts);
console.log(`\n${countsLine(all)}`);
process.exitCode = all.failed === 0 ? 0 : 1;
