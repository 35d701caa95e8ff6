import { describe, expect, it } from 'vitest';
import { differences } from '../../src/domain/binding.ts';
import type { Binding } from '../../src/domain/binding.ts';

const saved: Binding = {
  slug: 'test-fault',
  digest: 'a'.repeat(64),
  resolution: 'do-it',
  target: { kind: 'known', of: 'machine-id', id: 'one' },
  cluster: { context: 'kind-a', server: 'https://127.0.0.1:6443' },
  inputs: { PORT: { kind: 'shown', value: '80' }, TOKEN: { kind: 'secret', salt: '00', pbkdf2: 'aa' } },
  diagnosis: { evidence: [{ step: 'stale', lines: ['stale rule 1'] }], digest: 'd0' },
};

describe('a saved plan', () => {
  it('holds while nothing it was made from has changed, and before the diagnosis as far as is known', () => {
    expect(differences(saved, saved)).toEqual([]);
    expect(differences(saved, { ...saved, diagnosis: null })).toEqual([]);
  });

  it('says everything in which it no longer holds', () => {
    const now: Binding = {
      slug: 'test-fault',
      digest: 'b'.repeat(64),
      resolution: 'other',
      target: { kind: 'known', of: 'machine-id', id: 'two' },
      cluster: { context: 'kind-a', server: 'https://127.0.0.1:7443' },
      inputs: { PORT: { kind: 'shown', value: '443' }, TOKEN: { kind: 'secret', salt: '00', pbkdf2: 'bb' } },
      diagnosis: { evidence: [{ step: 'stale', lines: ['stale rule 2'] }], digest: 'd1' },
    };
    expect(differences(saved, now)).toMatchInlineSnapshot(`
      [
        "the runbook is another (digest aaaaaaaaaaaa in the plan, bbbbbbbbbbbb now)",
        "the way to fix it is another (do-it in the plan, other now)",
        "the target is another (machine-id one in the plan, machine-id two now)",
        "the cluster is another (kind-a (https://127.0.0.1:6443) in the plan, kind-a (https://127.0.0.1:7443) now)",
        "the input PORT is another ("80" in the plan, "443" now)",
        "the secret input TOKEN is another",
        "the diagnosis is another: stale found "stale rule 1" in the plan, and "stale rule 2" now",
      ]
    `);
  });

  it('never holds for a target that cannot be told', () => {
    const unknown = { kind: 'unknown', reason: 'no machine-id' } as const;
    expect(differences(saved, { ...saved, target: unknown })).toHaveLength(1);
    expect(differences({ ...saved, target: unknown }, { ...saved, target: unknown })).toHaveLength(1);
  });

  it('tells evidence that is gone, new, or only behind the lines', () => {
    const found = (lines: string[]) => ({ ...saved, diagnosis: { evidence: [{ step: 'stale', lines }], digest: 'd1' } });
    expect([
      ...differences(saved, found([])),
      ...differences(saved, found(['stale rule 1', 'stale rule 2'])),
      ...differences(saved, found(['stale rule 1'])),
    ]).toMatchInlineSnapshot(`
      [
        "the diagnosis is another: stale found "stale rule 1" in the plan, and not now",
        "the diagnosis is another: stale now also finds "stale rule 2"",
        "the diagnosis is another: the values that the changes read are not the same",
      ]
    `);
  });

  it('does not hold where a secret became a plain value, or an input is not there', () => {
    expect(differences(saved, { ...saved, inputs: { PORT: { kind: 'shown', value: '80' } } })).toEqual([
      'the input TOKEN is not given in the same way',
    ]);
  });
});
