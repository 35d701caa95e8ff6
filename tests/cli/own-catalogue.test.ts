import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { catalogueFromTree } from '../../src/catalog/catalogue.ts';
import type { Entry } from '../../src/catalog/catalogue.ts';
import { readOwn } from '../../src/cli/own/read.ts';
import { problemExitCode, problemOf, problemText } from '../../src/cli/report-problem.ts';
import type { Runbook } from '../../src/domain/runbook.ts';
import { conversation, faultyPlace, runbook, startRunbook } from '../helpers/cli.ts';
import type { Place } from '../helpers/cli.ts';
import { tempDir } from '../helpers/temp-dir.ts';

const FIXTURES = join(import.meta.dirname, '../fixtures/articles');

/** The project has `our-fault`; `own` has test-fault, extracted, whose fault is a file in `dir`. */
const bothPlaces = (change?: (one: Runbook) => Runbook): Place & { own: string } => {
  const ours = faultyPlace((one) => ({ ...one, slug: 'our-fault', id: 'KM9002' }));
  const { dir, root, env } = faultyPlace(change);
  return { dir, root, own: root, env: { ...env, KUBEMEND_ROOT: ours.root } };
};

/** Articles of one's own as they are written: fixtures by their slugs. */
const written = (...slugs: string[]): string => {
  const own = tempDir();
  for (const slug of slugs) cpSync(join(FIXTURES, slug), join(own, 'content/articles', slug), { recursive: true });
  return own;
};

const trustedIn = ({ dir }: Place): string => join(dir, 'state/kubemend/trusted-catalogues.json');
const change = (own: string, from: string, to: string): void => {
  const file = join(own, 'runbooks/test-fault/runbook.json');
  writeFileSync(file, readFileSync(file, 'utf8').replace(from, to));
};
const digestIn = (stderr: string): string => /--trust-catalog ([0-9a-f]{64})/.exec(stderr)?.[1] ?? '';

describe('articles of one’s own', () => {
  it('stand beside those of the project: listed, shown, without being trusted', async () => {
    const { env, own } = bothPlaces();
    expect((await runbook(['list', '--catalog', own], { env })).stdout).toMatchInlineSnapshot(`
      "our-fault   KM9002  A fault made for a test
      test-fault  KM9001  A fault made for a test
      "
    `);
    expect((await runbook(['show', 'KM9001', '--catalog', own], { env })).code).toBe(0);
    expect((await runbook(['show', 'test-fault'], { env })).code).toBe(2);
  });

  it('are parsed as ours are, where the parser is', async () => {
    const { env } = bothPlaces();
    const { stdout } = await runbook(['list', '--catalog', written('whole')], { env });
    expect(stdout).toContain('whole      KM0900  The lamp stays dark');
  });

  it('run once a person has trusted them, at a terminal, and are asked about again when they change', async () => {
    const place = bothPlaces();
    const { env, own, dir } = place;
    const words = ['run', 'test-fault', '--catalog', own, '--yes'];
    const question: [string, string] = ['Trust them as they are now? [y/N]', 'y\n'];
    const refused = await conversation(words, [[question[0], '\n']], env);
    expect([refused.code, existsSync(join(dir, 'log'))]).toEqual([9, false]);
    expect((await conversation(words, [question], env)).code).toBe(0);
    expect(Object.values((JSON.parse(readFileSync(trustedIn(place), 'utf8')) as { digests: object }).digests)).toMatchObject([
      { directory: own },
    ]);
    expect((await runbook(words, { env })).code).toBe(0);
    change(own, 'Do mend', 'Do mend it');
    expect((await runbook(words, { env })).code).toBe(9);
  });

  it('are refused without a terminal, with the way to say yes, which holds for this digest alone', async () => {
    const { env, own, dir } = bothPlaces();
    const words = ['diagnose', 'test-fault', '--catalog', own];
    const { code, stderr } = await runbook(words, { env });
    expect(code).toBe(9);
    expect(stderr.replaceAll(own, '<own>').replaceAll(/[0-9a-f]{64}/g, '<digest>')).toMatchInlineSnapshot(`
      "
        Nobody has said that these articles may run [not-trusted]
        The articles in <own> (test-fault) are not trusted yet.
        Read them (runbook show test-fault --catalog <own>), then add: --trust-catalog <digest>
        Nothing was changed.

      "
    `);
    expect((await runbook([...words, '--trust-catalog', '0'.repeat(64)], { env })).code).toBe(9);
    expect((await runbook([...words, '--trust-catalog', digestIn(stderr)], { env })).code).toBe(3);
    expect((await runbook(['doctor', '--catalog', own, '--force'], { env })).stdout).toContain(`runbook plan test-fault --catalog ${own}`);
    expect(existsSync(join(dir, 'log'))).toBe(false);
  });

  it('need no trust for an article of the project', async () => {
    const { env, own } = bothPlaces();
    expect((await runbook(['diagnose', 'our-fault', '--catalog', own], { env })).code).toBe(3);
  });

  it('are found again by resume, which takes them only as they were', async () => {
    const { env, own, dir } = bothPlaces((one) => ({
      ...one,
      steps: one.steps.map((step) =>
        step.id === 'mend' ? { ...step, script: 'rm -f "$HOME/broken"; echo >>"$HOME/log"; [ -e "$HOME/go" ] || sleep 60' } : step,
      ),
    }));
    const digest = digestIn((await runbook(['run', 'test-fault', '--catalog', own], { env })).stderr);
    const { child, answer } = startRunbook(['run', 'test-fault', '--yes', '--catalog', own, '--trust-catalog', digest], { env });
    await expect.poll(() => existsSync(join(dir, 'log')), { timeout: 30_000 }).toBe(true);
    child.kill('SIGHUP');
    expect((await answer).code).toBe(129);
    writeFileSync(join(dir, 'go'), '');
    const [run = ''] = readdirSync(join(dir, 'state/kubemend/runs'));
    renameSync(own, `${own}-moved`);
    const gone = await runbook(['resume', run], { env });
    expect(gone.stderr).toMatch(/there is no such directory.*what the run did stands as it stood/s);
    renameSync(`${own}-moved`, own);
    change(own, 'rm -f', 'rm -rf');
    expect((await runbook(['resume', run], { env })).stderr).toContain('[changed]');
    change(own, 'rm -rf', 'rm -f');
    expect((await runbook(['resume', run], { env })).code).toBe(0);
  });
});

describe('a catalogue that cannot be used', () => {
  /** What its owner reads; with the exit code. */
  const told = async (own: string, ours: Entry[] = []): Promise<string> => {
    try {
      await readOwn(own, { cwd: '/', ours });
      return 'nothing';
    } catch (error) {
      const problem = problemOf(error);
      return `${problemExitCode(problem)}${problemText(problem).replaceAll(own, '<own>')}`;
    }
  };

  it('is missing, no directory, or empty', async () => {
    expect(await told('/no/such/place')).toMatchInlineSnapshot(`
      "2
        The catalogue is not right [bad-catalog]
        --catalog <own>: there is no such directory.
        It holds content/articles/<slug>/en.mdx, or what was extracted from it: runbooks/<slug>/runbook.json
        Nothing was changed.

      "
    `);
    expect(await told('/etc/passwd')).toMatchInlineSnapshot(`
      "2
        The catalogue is not right [bad-catalog]
        --catalog <own>: it is no directory.
        It holds content/articles/<slug>/en.mdx, or what was extracted from it: runbooks/<slug>/runbook.json
        Nothing was changed.

      "
    `);
    expect(await told(tempDir())).toMatchInlineSnapshot(`
      "2
        The catalogue is not right [bad-catalog]
        --catalog <own>: there is no article in it.
        It holds content/articles/<slug>/en.mdx, or what was extracted from it: runbooks/<slug>/runbook.json
        Nothing was changed.

      "
    `);
  });

  it('has an article that does not parse: all is said, with file and line', async () => {
    const { env } = bothPlaces();
    const own = written('cut-off');
    const { code, stderr } = await runbook(['list', '--catalog', own], { env });
    expect([code, stderr.replaceAll(own, '<own>')]).toMatchInlineSnapshot(`
      [
        2,
        "
        The content does not pass the checks [invalid-content]
        <own>/content/articles/cut-off/en.mdx:121:1: the bash fence is cut off by the end of its block — close it with a line of the same backquotes
        Mend what stands there in <own>/content/articles.
        Nothing was changed.

      ",
      ]
    `);
  });

  it('has a runbook that is none, that of another article, or one with characters that do not show', async () => {
    const at = (text: string): string => {
      const own = tempDir();
      mkdirSync(join(own, 'runbooks/test-fault'), { recursive: true });
      writeFileSync(join(own, 'runbooks/test-fault/runbook.json'), text);
      return own;
    };
    const good = readFileSync(join(faultyPlace().root, 'runbooks/test-fault/runbook.json'), 'utf8');
    expect(await told(at(good))).toBe('nothing');
    expect(await told(at('{'))).toContain('runbooks/test-fault/runbook.json is no runbook');
    expect(await told(at(good.replace('"slug":"test-fault"', '"slug":"other"')))).toContain('is the runbook of another article: other');
    expect(await told(at(good.replace('Do mend', String.raw`Do\u001b[2K mend`)))).toContain('characters in it that do not show');
  });

  it('has a name or an id that the project has', async () => {
    const { root } = faultyPlace();
    const [ours] = await catalogueFromTree(pathToFileURL(`${root}/`)).list();
    if (ours === undefined) throw new Error('there is no article');
    expect(await told(root, [ours])).toMatchInlineSnapshot(`
      "2
        The catalogue is not right [bad-catalog]
        test-fault is an article of the project, and of <own> too.
        Give yours another name: rename the folders test-fault in content/articles and runbooks there.
        Nothing was changed.

      "
    `);
    expect(await told(root, [{ ...ours, slug: 'other-fault' }])).toMatchInlineSnapshot(`
      "2
        The catalogue is not right [bad-catalog]
        KM9001 is the id of other-fault, and of test-fault in <own> too.
        Give yours another one: KM9000 to KM9999 are never taken by the project.
        Nothing was changed.

      "
    `);
  });
});
