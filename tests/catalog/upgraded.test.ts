/** The upgrades of the two K3s articles: which containerd, as it says itself, is a repaired one. */
import { execa } from 'execa';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { compilePattern } from '../../src/match/pattern.ts';
import { runbookSchema, stepById } from '../../src/domain/runbook.ts';
import type { Probe } from '../../src/domain/step.ts';
import { program, tempDir } from '../helpers/temp-dir.ts';

const ROOT = join(import.meta.dirname, '../..');
const checkOf = (slug: string): Probe => {
  const runbook = runbookSchema.parse(JSON.parse(readFileSync(join(ROOT, 'runbooks', slug, 'runbook.json'), 'utf8')));
  return stepById(runbook, 'upgraded') as Probe;
};

/** What `ctr version` of 2.0.2 prints, the client having been replaced already. */
const answer = (server: string): string =>
  `Client:\\n  Version:  v2.3.0\\n  Revision: \\n  Go version: go1.26.8\\n\\nServer:\\n  Version:  ${server}\\n  Revision: \\n  UUID: fe68580b\\n`;

const finding = async (slug: string, server: string): Promise<string> => {
  const bin = tempDir();
  program(bin, 'sudo', 'exec "$@"');
  program(bin, 'ctr', server === '' ? 'echo "ctr: connection error" >&2; exit 1' : `printf '${answer(server)}'`);
  const { script, present, absent } = checkOf(slug);
  const options = { reject: false, env: { PATH: `${bin}:${process.env['PATH']}`, BIN: bin, STATE: '/run/k3s/containerd' } } as const;
  const { stdout, exitCode } = await execa('bash', ['-euo', 'pipefail', '-c', script], options);
  const says = (pattern: string): boolean => {
    const compiled = compilePattern(pattern);
    return exitCode === 0 && compiled.kind === 'ok' && compiled.lines(stdout).length > 0;
  };
  return says(present) ? 'present' : says(absent ?? '') ? 'absent' : 'unknown';
};

describe('an upgrade is one when the containerd that runs is repaired', () => {
  test.each([
    ['v2.0.2-k3s2', 'absent', 'absent'],
    ['v2.0.4-k3s2', 'present', 'present'],
    ['v2.0.5-k3s1', 'present', 'present'],
    ['v2.1.1-k3s1', 'present', 'present'],
    ['1.7.23-k3s2', 'present', 'present'],
    ['v2.0.2', 'absent', 'absent'],
    ['v2.0.3-k3s1', 'present', 'absent'],
    ['v2.0.4', 'present', 'absent'],
    ['v2.0.5+unknown', 'present', 'absent'],
    ['v2.0.14', 'present', 'present'],
    ['v2.1.3', 'present', 'absent'],
    ['v2.1.4', 'present', 'present'],
    ['v2.2.0', 'present', 'present'],
    ['', 'unknown', 'unknown'],
  ])('%s', async (version, fallsBack, goesOn) => {
    const found = [await finding('k3s-registry-wildcard-fallback', version), await finding('k3s-containerd-sandbox-recovery', version)];
    expect(found).toEqual([fallsBack, goesOn]);
  });
});
