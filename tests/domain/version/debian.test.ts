import { spawnSync } from 'node:child_process';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { TestContext } from 'vitest';
import { debian } from '../../../src/domain/version/debian.ts';
import { debianText } from './generators.ts';
import { expectInOrder, order } from './in-order.ts';

/** dpkg itself decides, many versions in one bash. */
const COMPARE = `while read -r a b; do
  if dpkg --compare-versions "$a" lt "$b"; then echo -1
  elif dpkg --compare-versions "$a" eq "$b"; then echo 0
  else echo 1; fi
done`;
const VALIDATE = 'while read -r version; do if dpkg --validate-version "$version" 2>/dev/null; then echo yes; else echo no; fi; done';

const ask = (script: string, lines: string[]): string[] => {
  const { stdout, stderr } = spawnSync('bash', ['-c', script], { input: `${lines.join('\n')}\n`, encoding: 'utf8' });
  expect(stderr).toBe('');
  return stdout.trim().split('\n');
};

/** Where dpkg is missing the comparison is skipped with that reason; in CI it must not be missing. */
const needDpkg = (context: TestContext): void => {
  if (spawnSync('dpkg', ['--version']).error === undefined) return;
  const reason = 'dpkg is missing: the Debian ordering is compared with `dpkg --compare-versions`';
  if (process.env['CI']) expect.fail(reason);
  context.skip(reason);
};

const pairs = (): [string, string][] => fc.sample(fc.tuple(debianText, debianText), 400);

/** Pairs that differ in one place, where the rules matter most; among them those that dpkg finds equal. */
const edit = (text: string, at: number, sign: string): string => {
  if (sign === '-0') return text + sign;
  if (sign === '0:') return sign + text;
  return text.slice(0, 1 + (at % text.length)) + sign + text.slice(1 + (at % text.length));
};

const neighbours = (): [string, string][] =>
  fc
    .sample(fc.tuple(debianText, fc.nat(20), fc.constantFrom('~', '0', 'a', '+', '.', '1', '-0', '0:')), 500)
    .map(([text, at, sign]): [string, string] => [text, edit(text, at, sign)])
    .filter(([, changed]) => debian.parse(changed) !== null);

describe('the Debian ordering', () => {
  it('agrees with dpkg on generated versions', (context) => {
    needDpkg(context);
    const cases = [...pairs(), ...neighbours()];
    const answers = ask(
      COMPARE,
      cases.map(([a, b]) => `${a} ${b}`),
    );
    expect(cases.length).toBeGreaterThan(600);
    expect(cases.map(([a, b]) => `${a} ${b} ${order(debian, a, b)}`)).toEqual(cases.map(([a, b], at) => `${a} ${b} ${answers[at]}`));
  });

  it('reads what dpkg reads and nothing else', (context) => {
    needDpkg(context);
    const signs = fc.constantFrom('0', '1', '12', 'a', 'Z', '.', '-', ':', '~', '+', '_', '/', 'é');
    const made = fc.sample(fc.array(signs, { minLength: 1, maxLength: 7 }), 200).map((all) => all.join(''));
    const texts = [...made, '2147483647:1', '2147483648:1', '1-2:3', '1:2-3:4', '1:2:3-4', '1.0-', '1.0--1', '1-~'];
    const answers = ask(VALIDATE, texts);
    expect(texts.map((text) => `${text} ${debian.parse(text) === null ? 'no' : 'yes'}`)).toEqual(
      texts.map((text, at) => `${text} ${answers[at]}`),
    );
  });

  it('has tildes before the end, and epochs over everything', () => {
    expectInOrder(debian, [
      '1.2.3~~',
      '1.2.3~rc1-1',
      '1.2.3~rc1-2',
      '1.2.3~rc1-2+deb12u1',
      '1.2.3',
      '1.2.3-1~bpo12+1',
      '1.2.3-1',
      '1.2.3a',
      '1.2.3+b1',
      '1.2.10',
      '1:0.1',
    ]);
  });

  it.each([
    ['0:1.2.3-0', '1.2.3'],
    ['1.02', '1.2'],
    ['01:1', '1:1'],
  ])('does not tell %s from %s', (a, b) => {
    expect(order(debian, a, b)).toBe(0);
  });
});
