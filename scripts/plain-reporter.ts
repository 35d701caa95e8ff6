/** A vitest reporter for the end of a run: every skipped test with its reason, then `N passed, N failed, N skipped`. */
import type { Reporter, SerializedError, TestCase, TestModule, TestSuite } from 'vitest/node';
import { countsLine, skipsFail, type Counts } from './testing/counts.ts';

const reasonOf = (test: TestCase): string => {
  const result = test.result();
  const note = result.state === 'skipped' ? result.note : undefined;
  return note ?? (test.options.mode === 'todo' ? 'still to be written' : 'no reason given');
};

/** A file that could not be read or a hook that threw, which belong to no test; every test that did not end is a failure too. */
const failedOutside = (modules: readonly TestModule[]): number => {
  const suites = modules.flatMap((module): (TestModule | TestSuite)[] => [module, ...module.children.allSuites()]);
  return suites.filter((suite) => suite.errors().length > 0).length;
};

const count = (tests: readonly TestCase[], failedBesides: number, strict: boolean): Counts => {
  const inState = (state: string): number => tests.filter((test) => test.result().state === state).length;
  const passed = inState('passed');
  const skipped = inState('skipped');
  const failed = tests.length - passed - skipped + failedBesides;
  return strict ? { passed, failed: failed + skipped, skipped: 0 } : { passed, failed, skipped };
};

export default class PlainReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly SerializedError[]): void {
    const tests = modules.flatMap((module) => [...module.children.allTests()]);
    const strict = skipsFail(process.env);
    for (const test of tests.filter((one) => one.result().state === 'skipped'))
      console.log(
        `${strict ? 'skipped, counted as failed' : 'skipped'}: ${test.module.relativeModuleId} > ${test.fullName}: ${reasonOf(test)}`,
      );
    console.log(countsLine(count(tests, failedOutside(modules) + unhandled.length, strict)));
  }
}
