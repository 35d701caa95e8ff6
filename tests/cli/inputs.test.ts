import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Input } from '../../src/domain/article.ts';
import { conversation, faultyPlace, runbook } from '../helpers/cli.ts';
import type { Place } from '../helpers/cli.ts';

const PORT: Input = { name: 'PORT', title: 'The port', pattern: '/^[0-9]+$/', secret: false };
const TEXT: Input = { name: 'TEXT', title: 'A text', secret: false, default: '' };
const TOKEN: Input = { name: 'TOKEN', title: 'The token', secret: true };

/** The fix writes what it got into `got`, byte for byte; the probe prints none of it. */
const place = (inputs: Input[]) =>
  faultyPlace((one) => ({
    ...one,
    inputs,
    steps: one.steps.map((step) =>
      step.id === 'mend'
        ? { ...step, uses: inputs.map(({ name }) => name), script: `printf %s "$${inputs[0]?.name}" >"$HOME/got"; rm "$HOME/broken"` }
        : step,
    ),
  }));
const gotIn = ({ dir }: Place) => (existsSync(join(dir, 'got')) ? readFileSync(join(dir, 'got'), 'utf8') : null);
const fileIn = ({ dir }: Place, text: string) => {
  writeFileSync(join(dir, 'inputs.yaml'), text);
  return join(dir, 'inputs.yaml');
};
const run = (at: Place, more: string[]) => runbook(['run', 'test-fault', '--yes', ...more], { env: at.env });

describe('an input', () => {
  it('reaches the step byte for byte, whatever is in it, from the command line and from a file', async () => {
    const values = ['-n', '--force', `it's "so"`, '$(touch "$HOME/pwned") `id` ${HOME}', 'one\ntwo\n', 'x'.repeat(100 * 1024)];
    const named = values.map((value, at) => [`TEXT${at}`, value] as const);
    const asking = () =>
      faultyPlace((one) => ({
        ...one,
        inputs: named.map(([name]) => ({ ...TEXT, name })),
        steps: one.steps.map((step) =>
          step.id === 'mend'
            ? {
                ...step,
                uses: named.map(([name]) => name),
                script: `printf '%s\\0' ${named.map(([name]) => `"$${name}"`).join(' ')} >"$HOME/got"; rm "$HOME/broken"`,
              }
            : step,
        ),
      }));
    const typed = asking();
    expect(
      (
        await run(
          typed,
          named.flatMap(([name, value]) => ['--input', `${name}=${value}`]),
        )
      ).code,
    ).toBe(0);
    const filed = asking();
    expect((await run(filed, ['--input-file', fileIn(filed, JSON.stringify(Object.fromEntries(named)))])).code).toBe(0);
    for (const at of [typed, filed])
      expect([gotIn(at)?.split('\0').slice(0, -1), existsSync(join(at.dir, 'pwned'))]).toEqual([values, false]);
  });

  it('is taken as it is written in YAML, and the command line goes before the file', async () => {
    const at = place([PORT]);
    await run(at, ['--input-file', fileIn(at, 'PORT: 0080 # with a comment\n')]);
    expect(gotIn(at)).toBe('0080');
    const both = place([PORT]);
    await run(both, ['--input-file', fileIn(both, 'PORT: 80\n'), '--input', 'PORT=443']);
    expect(gotIn(both)).toBe('443');
  });

  it('that cannot be used is refused, and it is said what to do', async () => {
    const told = async (more: (at: Place) => string[], inputs = [PORT]) => {
      const at = place(inputs);
      const { code, stderr } = await run(at, more(at));
      expect([code, gotIn(at)]).toEqual([2, null]);
      return stderr.replaceAll(at.dir, '<dir>').replaceAll(/^ {2}(An input is not right \[bad-input\]|Nothing was changed\.)\n|^\n/gm, '');
    };
    expect(await told(() => [])).toMatchInlineSnapshot(`
      "  PORT is needed: The port.
        Give it with --input PORT=…
      "
    `);
    expect(await told(() => ['--input', 'PORT=eighty'])).toMatchInlineSnapshot(`
      "  PORT does not look right: expected every line of it to match /^[0-9]+$/.
        Give it with --input PORT=…
      "
    `);
    expect(await told(() => ['--input', 'PORT=80\nrm -rf /'])).toContain('expected every line of it to match');
    expect(await told(() => ['--input', `PORT=${'8'.repeat(100 * 1024 + 1)}`])).toMatchInlineSnapshot(`
      "  PORT is larger than 100 KiB.
        Put what is large into a file on the target, and give its path.
      "
    `);
    expect(await told(() => ['--input', 'POTR=80'])).toMatchInlineSnapshot(`
      "  test-fault asks for no input POTR.
        It asks for: PORT.
      "
    `);
    expect(await told((at) => ['--input-file', join(at.dir, 'nowhere.yaml')])).toContain('ENOENT');
    expect(await told((at) => ['--input-file', fileIn(at, 'PORT: [80]')])).toContain('PORT is not one value');
    expect(await told((at) => ['--input-file', fileIn(at, 'PORT: "80')])).toContain('Missing closing "quote');
    expect(await told((at) => ['--input-file', fileIn(at, '- PORT')])).toContain('holds no names and values');
    expect(await told(() => ['--input', 'TOKEN=hunter2'], [TOKEN])).toMatchInlineSnapshot(`
      "  TOKEN is a secret, and others can read the command line.
        Leave it out to be asked for it, or give a file: --input-file FILE, with TOKEN: … in it. If it was a real one, take it out of your shell's history.
      "
    `);
    expect(await told(() => [], [TOKEN])).toMatchInlineSnapshot(`
      "  TOKEN is needed: The token.
        Give it in a file: --input-file FILE, with TOKEN: … in it; at a terminal you are asked for it.
      "
    `);
  });
});

describe('a secret', () => {
  const SECRET = 'correct horse battery';

  it('is asked for at the terminal, not shown there, and in no journal', async () => {
    const at = place([TOKEN]);
    const { code, stdout } = await conversation(['run', 'test-fault', '--yes'], [['The token', `${SECRET}\r`]], at.env);
    expect([code, gotIn(at)]).toEqual([0, SECRET]);
    expect(stdout).not.toContain(SECRET);
    const runs = join(at.dir, 'state', 'kubemend', 'runs');
    for (const name of readdirSync(runs)) expect(readFileSync(join(runs, name, 'journal.jsonl'), 'utf8')).not.toContain(SECRET);
  });

  it('that is not given ends the command: nothing was changed', async () => {
    const at = place([TOKEN]);
    const { code } = await conversation(['run', 'test-fault', '--yes', '--lang', 'zh-cn'], [['输入时不显示', '\u0003']], at.env);
    expect([code, gotIn(at)]).toEqual([2, null]);
  });

  it('comes from a file where there is nobody to ask', async () => {
    const at = place([TOKEN]);
    const { code, stdout } = await run(at, ['--input-file', fileIn(at, `TOKEN: ${SECRET}`)]);
    expect([code, gotIn(at), stdout.includes(SECRET)]).toEqual([0, SECRET, false]);
  });
});

describe('any other input that is missing', () => {
  it('is asked for as well where there is a person', async () => {
    const at = place([PORT]);
    const { code } = await conversation(['run', 'test-fault', '--yes'], [['The port', '8080\r']], at.env);
    expect([code, gotIn(at)]).toEqual([0, '8080']);
  });
});
