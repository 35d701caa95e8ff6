import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RunEvent } from '../../src/domain/event.ts';
import { ranFileFault, told, withScript } from './helpers.ts';
import type { Ran } from './helpers.ts';

/** The commands that the runner of GitHub Actions would obey: `::name …::` at the start of a line or `##[name]` in it, unless stopped. */
const obeyed = (log: string): string[] => {
  let token: string | null = null;
  return log.split(/\r\n|\r|\n/).flatMap((line) => {
    const name = /^\s*::([^\s:]+)/.exec(line)?.[1] ?? /##\[([^\]]+)/.exec(line)?.[1];
    if (name === undefined) return [];
    if (token !== null) {
      if (name.toLowerCase() === token.toLowerCase()) token = null;
      return [];
    }
    if (name === 'stop-commands') token = /::stop-commands::(.*)$/.exec(line)?.[1] ?? '';
    return name === 'stop-commands' ? [] : [name];
  });
};

const printing = (ran: Ran, stdout: string): Ran => ({
  ...ran,
  events: ran.events.map((event): RunEvent =>
    event.type === 'step.ended' ? { ...event, exec: { ...event.exec, stdout, stderr: stdout } } : event,
  ),
});

describe('a report for GitHub Actions', () => {
  it('folds every step and annotates the verdict', async () => {
    expect(told('github', await ranFileFault())).toMatchInlineSnapshot(`
      "::group::gate: unknown
      ::endgroup::
      ::group::✓ precheck: Is everything here that the steps need? (88 ms)
      ::stop-commands::kubemend-output-ends
      nothing is missing
      ::kubemend-output-ends::
      ::endgroup::
      ::group::✗ diagnose: broken? (88 ms)
      ::stop-commands::kubemend-output-ends
      yes
      ::kubemend-output-ends::
      ::endgroup::
      ::group::plan: do-it
      ::stop-commands::kubemend-output-ends
      # Do mend
      rm <dir>/broken; echo mend >><dir>/log
      ::kubemend-output-ends::
      ::endgroup::
      ::group::✓ fix: Do mend (88 ms)
      ::endgroup::
      ::group::✓ diagnose: broken? (88 ms)
      ::stop-commands::kubemend-output-ends
      no
      ::kubemend-output-ends::
      ::endgroup::
      ::group::✓ verify: alive? (88 ms)
      ::stop-commands::kubemend-output-ends
      yes
      ::kubemend-output-ends::
      ::endgroup::
      ::notice title=test-fault on this machine::fixed: the fault is gone, the checks pass, and it stays so%0A1 change made.
      "
    `);
  });

  it('annotates what failed, with its line breaks escaped', async () => {
    const ran = await ranFileFault({ change: withScript('mend', 'echo "100% full: /dev/sda1, at last" >&2; false') });
    expect(
      told('github', ran)
        .split('\n')
        .filter((line) => /^::(warning|error|notice)/.test(line)),
    ).toMatchInlineSnapshot(`
      [
        "::warning title=test-fault%3A mend::Do mend%0Ait ended with exit code 1: 100%25 full: /dev/sda1, at last",
        "::error title=test-fault on this machine::not fixed: everything was undone, the cluster is as it was before%0Ait ended with exit code 1: 100%25 full: /dev/sda1, at last%0A2 changes made.",
      ]
    `);
  });

  it('lets nothing that a step prints give commands to the workflow', async () => {
    const ran = await ranFileFault();
    const quiet = obeyed(told('github', ran));
    const line = fc.oneof(
      fc.constantFrom(
        '::error::x',
        '  ::set-env name=A::b',
        '##[add-path]/evil',
        '::kubemend-output-ends::',
        '::KUBEMEND-output-ends-::',
        '::endgroup::',
        '::stop-commands::x',
        '\r',
        '\n',
      ),
      fc.string({ unit: 'binary', maxLength: 12 }),
    );
    fc.assert(
      fc.property(fc.array(line), (lines) => {
        expect(obeyed(told('github', printing(ran, lines.join('\n'))))).toEqual(quiet);
      }),
    );
  });
});
