/** The checks that take seconds: lint, format, and the lint of the content. */
import { checks } from './testing/checks.ts';
import { countsLine } from './testing/counts.ts';
import { runChecks } from './testing/run-checks.ts';

const counts = await runChecks(checks.filter((check) => check.quick));
console.log(countsLine(counts));
process.exitCode = counts.failed === 0 ? 0 : 1;
