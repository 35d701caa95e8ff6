import { describe, expect, test } from 'vitest';
import { captures, compilePattern, extractOutputs, matches } from '../../src/match/pattern.ts';

const whyBad = (text: string): string => {
  const compiled = compilePattern(text);
  return compiled.kind === 'bad' ? compiled.why : 'it is fine';
};

describe('a pattern', () => {
  test('between slashes is RE2, tried line by line', () => {
    expect(matches('/^none stale$/', 'checked 3\nnone stale\n')).toBe(true);
    expect(matches('/^none stale$/', 'none stale: 0')).toBe(false);
  });

  test('without slashes is a literal, dots and all', () => {
    expect(matches('10.1.0.5 refused', 'dial tcp 10.1.0.5 refused')).toBe(true);
    expect(matches('10.1.0.5', '10x1y0z5')).toBe(false);
    expect(matches('/var/lib/kubelet', 'open /var/lib/kubelet/pods')).toBe(true);
  });

  test('ignores case with the flag i', () => {
    expect(matches('/^ERROR/i', 'error: no')).toBe(true);
    expect(matches('/^ERROR/', 'error: no')).toBe(false);
  });

  test('names the line that matched and what the first group took', () => {
    const compiled = compilePattern('/^stale (\\S+)/');
    expect(compiled.kind === 'ok' && compiled.lines('ok\r\nstale abc 1\r\nstale def 2\r\n')).toEqual([
      { line: 2, text: 'stale abc 1', column: 1, found: 'stale abc', capture: 'abc' },
      { line: 3, text: 'stale def 2', column: 1, found: 'stale def', capture: 'def' },
    ]);
  });

  test.each([
    ['/(/', 'missing closing )'],
    ['/a(?=b)/', 'invalid or unsupported Perl syntax'],
    ['/(a)\\1/', 'invalid escape sequence'],
    ['/a{2000}/', 'invalid repeat count'],
    ['/^x/m', 'the only flag is i, not m'],
    ['a\nb', 'it has a line break, but is tried line by line'],
    [`/${'a'.repeat(1001)}/`, 'it is longer than 1000 characters'],
  ])('%j is refused: %s', (text, why) => {
    expect(whyBad(text)).toContain(why);
  });

  test('that would take for ever elsewhere is quick', () => {
    const from = performance.now();
    expect(matches('/^(a+)+$/', `${'a'.repeat(20_000)}!`)).toBe(false);
    expect(performance.now() - from).toBeLessThan(2000);
  });
});

describe('outputs', () => {
  test('are the captures of all lines, joined', () => {
    expect(captures('/^hostport (.+)$/', 'hostport tcp 80\nnoise\nhostport udp 53\n')).toBe('tcp 80\nudp 53');
  });

  test('that no line gave are empty', () => {
    expect(extractOutputs({ PORTS: '/^port (\\d+)/', MODE: '/^mode (\\w+)/' }, 'mode nft\n')).toEqual({ PORTS: '', MODE: 'nft' });
  });
});
