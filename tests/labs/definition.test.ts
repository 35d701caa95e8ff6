import { expect, test } from 'vitest';
import { atMost } from '../../src/labs/at-most.ts';
import { parseLab } from '../../src/labs/definition.ts';
import { firstDifference } from '../../src/labs/difference.ts';
import { labDigest, readLabFiles } from '../../src/labs/digest.ts';
import { mutate } from '../../src/labs/mutation.ts';
import { makeProof } from '../../src/labs/proof.ts';
import { proofSchema, standingOf } from '../../src/domain/proof.ts';
import { actionsOf, recommendedOf } from '../../src/domain/runbook.ts';
import { readRunbook } from '../../src/labs/run-lab.ts';
import { lab, ROOT, SLUG, source } from './helpers.ts';

const yaml = (more: string): string => `
environment: netns
level: component
cause: stand-in
notReal: []
scripts: { up: up.sh, inject: inject.sh }
cells:
  - { id: one, kind: control, title: One, answers: [80] }
  - { id: two, kind: affected, title: Two, answers: [80] }
${more}`;

test('a lab says what is wrong with it', () => {
  expect(() => parseLab(yaml('wrong: 1'), 'lab.yaml')).toThrow(/lab\.yaml is not a lab[^]*wrong/);
  expect(() => parseLab(yaml('mutations: [{ id: m, title: M, cell: three, change: { fix: x }, caughtBy: y }]'), 'lab.yaml')).toThrow(
    /names no cell: three/,
  );
  expect(() => parseLab(yaml('mutations: [{ id: two, title: M, cell: two, change: { fix: x }, caughtBy: y }]'), 'lab.yaml')).toThrow(
    /id two is used twice/,
  );
});

test('a lab that looks at ports names them in every cell, and one with eyes of its own in none', () => {
  const eye = (title: string): string => `{ title: ${title}, path: look.sh }`;
  const eyes = `witness: { kind: scripts, serves: ${eye('S')}, broken: ${eye('B')}, restored: ${eye('R')} }`;
  expect(() => parseLab(yaml(eyes), 'lab.yaml')).toThrow(/the cell one: `answers` goes with a witness of ports/);
  expect(parseLab(yaml(eyes).replaceAll(', answers: [80]', ''), 'lab.yaml').witness).toMatchObject({
    serves: { path: 'look.sh', on: 'node' },
  });
  expect(() => parseLab(yaml('').replace(', answers: [80]', ''), 'lab.yaml')).toThrow(/the cell one: `answers`/);
});

test('the digest of a lab depends on paths and contents, not on the order of the files', async () => {
  const files = [
    { path: 'a', content: '1' },
    { path: 'b/c', content: '2' },
  ];
  const digest = await labDigest(files);
  expect(await labDigest(files.toReversed())).toBe(digest);
  expect(
    await labDigest([
      { path: 'a', content: '1' },
      { path: 'b/c', content: '3' },
    ]),
  ).not.toBe(digest);
  expect(
    await labDigest([
      { path: 'a', content: '1' },
      { path: 'b/d', content: '2' },
    ]),
  ).not.toBe(digest);
});

test('every stand-in is part of the digest and says in its first lines that it is one', () => {
  const files = readLabFiles(source);
  expect(files.map(({ path }) => path)).toContain('stand-ins/microk8s');
  for (const { path, content } of files.filter((file) => file.path.startsWith('stand-ins/')))
    expect(content.split('\n').slice(0, 3).join('\n'), path).toMatch(/stand-in/i);
});

test('the first difference of two snapshots is told with its section', () => {
  expect(firstDifference('## rules\na\n## files\nx', '## rules\na\n## files\ny')).toBe('files: was "x", is "y"');
  expect(firstDifference('## rules\na', '## rules\na\nb')).toBe('rules: was "", is "b"');
});

test('never more jobs at once than allowed, and the results in their order', async () => {
  let running = 0;
  let most = 0;
  const results = await atMost(2, [30, 5, 20, 1], async (ms) => {
    most = Math.max(most, (running += 1));
    await new Promise((resolve) => setTimeout(resolve, ms));
    running -= 1;
    return ms;
  });
  expect([results, most]).toEqual([[30, 5, 20, 1], 2]);
  await expect(atMost(2, [1, 2], async (n) => (n === 1 ? Promise.reject(new Error('no')) : n))).rejects.toThrow('no');
});

test('a mutated fix keeps one action and touches nothing else', () => {
  const runbook = readRunbook(ROOT, SLUG);
  const lying = mutate(runbook, { fix: 'true' });
  expect(actionsOf(lying, recommendedOf(lying)).map(({ script }) => script)).toEqual(['true']);
  expect(lying.steps.filter((step) => step.phase !== 'fix')).toEqual(runbook.steps.filter((step) => step.phase !== 'fix'));
});

test('a mutation replaces any step, in the resolution that its cell takes, and nothing that is not there', () => {
  const runbook = readRunbook(ROOT, SLUG);
  const flush = mutate(runbook, { fix: 'true' }, 'flush');
  expect(flush.resolutions.map((one) => (one.kind === 'steps' ? one.steps : []))).toEqual([['delete-stale-jumps'], ['stop'], []]);
  expect(mutate(runbook, { step: 'flush', script: 'true' }).steps.find(({ id }) => id === 'flush')?.script).toBe('true');
  expect(() => mutate(runbook, { step: 'no-such-step', script: 'true' })).toThrow(/no step/);
  expect(() => mutate(runbook, { step: 'flush', script: 'true', present: 'yes' })).toThrow(/no probe/);
  expect(() => mutate(runbook, { fix: 'true' }, 'upgrade')).toThrow(/no action to replace/);
});

test('a proof names what it is bound to, and is stale once that changes', () => {
  const bound = { runbook: 'a'.repeat(64), lab: 'b'.repeat(64) };
  const check = { id: 'fixed', cell: 'two', title: '', outcome: 'passed', detail: '', seconds: 1 } as const;
  const proof = proofSchema.parse(makeProof({ slug: SLUG, lab, bound, versions: {}, checks: [check], startedAt: '', seconds: 1 }));
  expect(proof.predicate).toMatchObject({
    result: 'PASSED',
    passedTests: ['two/fixed'],
    kubemend: { level: 'component', cause: 'stand-in' },
  });
  expect(standingOf(proof, bound)).toEqual({ kind: 'proven' });
  expect(standingOf(proof, { ...bound, lab: 'c'.repeat(64) })).toEqual({ kind: 'stale', changed: ['lab'] });
});
