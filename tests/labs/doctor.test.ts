import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import type { Runbook } from '../../src/domain/runbook.ts';
import { doctorSays } from '../../src/labs/doctor.ts';
import { newRecord, writeRecord } from '../../src/labs/state.ts';
import { barePath } from '../helpers/bare-path.ts';
import { probe, runbookOf } from '../helpers/runbook.ts';
import { program, tempDir } from '../helpers/temp-dir.ts';
import { ownLabs } from './helpers.ts';

beforeEach(ownLabs);

const article = (slug: string, script: string, needs?: 'kind' | 'k3d'): Runbook =>
  runbookOf([probe('diagnose', 'broken', script)], {
    slug,
    affects: needs === undefined ? [] : [{ component: needs, range: '*', certainty: 'exact', known: [], required: true }],
  });

/** A "lab" that is this machine with kind and no k3d, broken when there is a file `broken`. */
const lying = () => {
  const dir = tempDir();
  const PATH = barePath();
  program(PATH, 'kind', 'echo "kind v0.27.0 go1.24.4 linux/amd64"');
  const about = { slug: 'own', level: 'component', cell: 'one', environment: 'netns', settings: {} } as const;
  const { instance } = writeRecord({ ...newRecord(about), stage: 'up', prefix: ['env', '-i', `PATH=${PATH}`, `HOME=${dir}`] });
  const lab = {
    instance,
    prefix: [],
    address: '',
    exec: () => Promise.reject(new Error('nobody asks')),
    snapshot: async () => (existsSync(join(dir, 'touched')) ? '## files\ntouched' : '## files'),
    facts: async () => ({}),
  };
  const look = (state: 'healthy' | 'broken', others: Runbook[]) => {
    const runbook = article('own', `[ -e ${dir}/broken ] && echo yes || echo no`, 'kind');
    return doctorSays(state, { lab, runbook, others, signal: new AbortController().signal });
  };
  return { dir, look, break: () => writeFileSync(join(dir, 'broken'), '') };
};

describe('the doctor in a lab', () => {
  test('finds nothing where all is well, and this failure alone where it is; each other verdict says why', async () => {
    const lab = lying();
    const others = [
      article('well', 'echo no', 'kind'),
      article('cannot-tell', 'echo it depends', 'kind'),
      article('elsewhere', 'echo no', 'k3d'),
    ];
    expect((await lab.look('healthy', others)).said).toEqual({
      ok: true,
      detail: 'well absent, cannot-tell unknown, elsewhere not-applicable (forced: absent)',
    });
    lab.break();
    const { said, found } = await lab.look('broken', others);
    expect(said.ok).toBe(true);
    expect(found.map(({ slug, verdict, reason, forced }) => ({ slug, verdict, reason, forced }))).toMatchInlineSnapshot(`
      [
        {
          "forced": null,
          "reason": "",
          "slug": "well",
          "verdict": "absent",
        },
        {
          "forced": null,
          "reason": "broken: it printed neither answer",
          "slug": "cannot-tell",
          "verdict": "unknown",
        },
        {
          "forced": {
            "reason": "",
            "verdict": "absent",
          },
          "reason": "k3d is not installed (docker ps -a --filter label=app=k3d).",
          "slug": "elsewhere",
          "verdict": "not-applicable",
        },
      ]
    `);
  });

  test('is wrong when it does not find the failure, finds it in health, or finds another one', async () => {
    const lab = lying();
    const cries = [article('cries-wolf', 'echo yes', 'kind')];
    expect((await lab.look('broken', [article('well', 'echo no')])).said).toEqual({
      ok: false,
      detail: 'the doctor does not find it: absent',
    });
    expect((await lab.look('healthy', cries)).said).toEqual({ ok: false, detail: 'the doctor finds cries-wolf: yes' });
    lab.break();
    expect((await lab.look('healthy', [article('well', 'echo no')])).said).toEqual({ ok: false, detail: 'the doctor finds it' });
  });

  test('forces a diagnosis to look that does not apply, and is wrong when that finds something', async () => {
    const { said, found } = await lying().look('healthy', [article('elsewhere', 'echo yes', 'k3d')]);
    expect(said).toEqual({ ok: false, detail: 'elsewhere, forced to look, is present: yes' });
    expect(found).toEqual([expect.objectContaining({ verdict: 'not-applicable', forced: { verdict: 'present', reason: 'yes' } })]);
  });

  test('is wrong when looking changes the state', async () => {
    const lab = lying();
    const { said } = await lab.look('healthy', [article('touches', `touch ${lab.dir}/touched; echo no`)]);
    expect(said).toEqual({ ok: false, detail: expect.stringMatching(/^looking changed .*touched/) });
  });
});
