import { execa } from 'execa';
import { readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { actionlint } from '../../scripts/testing/actionlint.ts';
import { describeCluster, ROOT } from '../labs/helpers.ts';
import { tempDir } from '../helpers/temp-dir.ts';

const FOLDER = join(ROOT, '.github/workflows');
const workflows = readdirSync(FOLDER);

/** Here because the compiler is here: `npm test` on a cold machine does without. */
describeCluster('the workflows', () => {
  test('pass actionlint, which finds what is wrong with one that does not', async () => {
    const program = await actionlint(() => {});
    const lint = (text: string) => execa(program, ['-no-color', '-'], { input: text, reject: false, cwd: tempDir() });
    for (const name of workflows) expect((await lint(readFileSync(join(FOLDER, name), 'utf8'))).stdout, name).toBe('');
    const wrong = await lint('on: push\njobs: { one: { runs-on: ubuntu-24.04, steps: [{ run: "echo ${{ matrix.none }}" }] } }\n');
    expect(wrong.stdout).toContain('property "none" is not defined');
  });
});

test.each(workflows)('%s says that it has not been run yet', (name) => {
  expect(readFileSync(join(FOLDER, name), 'utf8')).toMatch(/^# Not run yet: /);
});

type Cells = { jobs: { distribution: { strategy: { matrix: { include: { distribution: string; version: string }[] } } } } };
const { include } = (parse(readFileSync(join(FOLDER, 'labs.yml'), 'utf8')) as Cells).jobs.distribution.strategy.matrix;

/** With a PATH that has next to nothing on it: whatever this machine has is the person's own. */
test.each(include)(
  '$distribution $version is told to be missing where it cannot be had, with exit code 4',
  async ({ distribution, version }) => {
    const home = tempDir();
    for (const tool of ['bash', 'dirname']) symlinkSync((await execa('which', [tool])).stdout, join(home, tool));
    const env = { PATH: home, HOME: home };
    const said = await execa(join(home, 'bash'), ['scripts/distributions/try', distribution, version], {
      cwd: ROOT,
      env,
      extendEnv: false,
      reject: false,
    });
    expect(said.stderr).toMatch(/cannot be had here: there is no (snap|docker|k3d|kind|minikube)$/);
    expect(said.exitCode).toBe(4);
  },
);
