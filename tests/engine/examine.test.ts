import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Runbook } from '../../src/domain/runbook.ts';
import { DIAGNOSES_AT_ONCE, examine } from '../../src/engine/examine.ts';
import { slots } from '../../src/targets/slots.ts';
import { targetExec } from '../../src/targets/target-exec.ts';
import { barePath } from '../helpers/bare-path.ts';
import { portsFor } from '../helpers/run.ts';
import { probe, runbookOf } from '../helpers/runbook.ts';
import { program, tempDir } from '../helpers/temp-dir.ts';

const request = {
  run: 'test',
  target: { kind: 'local' },
  identity: { kind: 'known', of: 'machine-id', id: 'this-one' },
  force: false,
  assumed: {},
} as const;

const all = (runbooks: Runbook[], PATH = process.env.PATH ?? '') => {
  const ports = portsFor({ exec: targetExec([], { PATH, HOME: tempDir(), TMPDIR: tempDir() }) });
  return examine(runbooks, { ports, request, limit: slots(DIAGNOSES_AT_ONCE), digestOf: async () => '7e57' }).examinations;
};

const faultOf = (slug: string, script: string, more: Partial<Runbook> = {}) =>
  runbookOf([probe('diagnose', 'broken', script)], { slug, ...more });

describe('examining', () => {
  it('does not let more diagnoses work at once than a node can bear', async () => {
    const dir = tempDir();
    const script = `touch ${dir}/$$; set -- ${dir}/[0-9]*; echo $# >>${dir}/seen; sleep 1; rm ${dir}/$$; echo no`;
    await Promise.all(all(Array.from({ length: 12 }, (_, at) => faultOf(`fault-${at}`, script))));
    const seen = readFileSync(join(dir, 'seen'), 'utf8').trim().split('\n').map(Number);
    expect([seen.length, Math.max(...seen) <= DIAGNOSES_AT_ONCE, Math.max(...seen) > 1]).toEqual([12, true, true]);
    expect(readdirSync(dir)).toEqual(['seen']);
  });

  it('does not let an article wait for the tools of another', async () => {
    const PATH = barePath();
    program(PATH, 'kind', 'echo "kind v0.27.0 go1.24.4 linux/amd64"');
    program(PATH, 'k3d', 'sleep 60');
    const about = (component: 'kind' | 'k3d') => ({
      affects: [{ component, range: '*', certainty: 'exact' as const, known: [], required: true }],
    });
    const [hangs, quick] = all([faultOf('hangs', 'echo yes', about('k3d')), faultOf('quick', 'echo yes', about('kind'))], PATH);
    expect(await Promise.race([hangs, quick])).toMatchObject({ slug: 'quick', kind: 'present', evidence: ['yes'] });
    expect(await hangs).toMatchObject({ kind: 'present', gate: { answer: 'unknown', reasons: [{ why: 'timed-out' }] } });
  });
});
