import { mkdirSync, writeFileSync } from 'node:fs';
import { expect, onTestFinished, test, vi } from 'vitest';
import { atMost } from '../../src/labs/at-most.ts';
import { bearable, hungriest } from '../../src/labs/bearable.ts';
import { clusterCache, clusterInputs, preparedFile } from '../../src/labs/cluster/prepared.ts';
import { labDirectory, parseLab, readLab } from '../../src/labs/definition.ts';
import { firstDifference } from '../../src/labs/difference.ts';
import { environmentOf } from '../../src/labs/environments/index.ts';
import { missingFor } from '../../src/labs/missing.ts';
import { FAILING_PROBE, mutate, neverVerified } from '../../src/labs/mutation.ts';
import { makeProof, type CellResult } from '../../src/labs/proof.ts';
import { readFilesBelow } from '../../src/catalog/folder-files.ts';
import { proofSchema, standingOf } from '../../src/domain/proof.ts';
import { actionsOf, recommendedOf } from '../../src/domain/runbook.ts';
import { readRunbook } from '../../src/labs/run-lab.ts';
import { tempDir } from '../helpers/temp-dir.ts';
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

test('every stand-in is part of the digest and says in its first lines that it is one', () => {
  const files = readFilesBelow(labDirectory(source));
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

test('the check that is made to fail is asked first, so that a node on which the fix takes its time fails by nothing else', () => {
  const { steps } = neverVerified(readRunbook(ROOT, SLUG));
  expect(steps.find((step) => step.kind === 'probe' && step.phase === 'verify')?.id).toBe(FAILING_PROBE);
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

test('as many labs at once as the memory that is free and the processors bear, and one at least', () => {
  const gigabyte = 1024 ** 3;
  const cluster = { memory: 2 * gigabyte, processors: 1 };
  expect(bearable(cluster, { memory: 23 * gigabyte, processors: 2 })).toBe(2);
  expect(bearable(cluster, { memory: 3.9 * gigabyte, processors: 8 })).toBe(1);
  expect(bearable(cluster, { memory: 0.5 * gigabyte, processors: 1 })).toBe(1);
  expect(hungriest([cluster, { memory: gigabyte, processors: 2 }])).toEqual({ memory: 2 * gigabyte, processors: 2 });
});

test('a cluster takes memory for every node of every cluster', () => {
  const gigabytes = (settings: Record<string, string>): number => Math.round(environmentOf('kind').needs(settings).memory / 1000 ** 3);
  expect([{}, { NODES: '2' }, { NODES: '2', CLUSTERS: '2' }].map(gigabytes)).toEqual([2, 3, 5]);
  expect(() => gigabytes({ NODES: 'many' })).toThrow('NODES is no count: many');
});

/** As if Kubernetes 1.32.2 with containerd 1.7.24 had been prepared, and no engine. */
const preparedCluster = async (): Promise<void> => {
  vi.stubEnv('XDG_CACHE_HOME', tempDir());
  onTestFinished(() => void vi.unstubAllEnvs());
  mkdirSync(clusterCache(), { recursive: true });
  const images = { '1.7.24': { image: 'node', data: '/', versions: {} } };
  const nodes = { '1.32.2': { kubectl: '/kubectl', images } };
  const prepared = { schema: 5, root: { directory: '/', versions: {} }, engines: {}, nodes, extras: {}, products: [] };
  writeFileSync(preparedFile((await clusterInputs()) ?? ''), JSON.stringify(prepared));
};

test('a lab lacks what any of its cells asks for, said once; a part of it only what that part asks for', async () => {
  await preparedCluster();
  const versionless = readLab({ root: ROOT, slug: SLUG, level: 'cluster' });
  const cells = versionless.cells.map((cell) => ({ ...cell, settings: { DOCKER: cell.id === 'flush' ? '0.0.1' : '0.0.2' } }));
  const lacking = async (...wanted: string[]) => {
    const missing = await missingFor(
      versionless,
      cells.filter(({ id }) => wanted.includes(id)),
    );
    return missing.filter(({ how }) => how.includes('choices.ts')).map(({ what }) => what);
  };
  expect(await lacking('healthy-two', 'stop-start', 'flush')).toEqual(['Docker Engine 0.0.2', 'Docker Engine 0.0.1']);
  expect(await lacking('flush')).toEqual(['Docker Engine 0.0.1']);
});

test('of what only some labs ask for, a lab lacks what it names', async () => {
  await preparedCluster();
  const settings = { KUBERNETES: '1.32.2', NODE_DOCKER: '25.0.0', CRI_DOCKERD: '0.0.1', OPENRC: '0.0.2' };
  const missing = await environmentOf('kind').missing(settings);
  expect(missing.map(({ what }) => what).slice(-3)).toEqual(['Docker Engine 25.0.0', 'cri-dockerd 0.0.1', 'openrc 0.0.2']);
});

const result = (id: string, about: Partial<CellResult['cell']> = {}): CellResult => ({
  cell: {
    id,
    kind: 'affected',
    title: id,
    settings: {},
    versions: {},
    outcome: 'passed',
    startedAt: '2026-11-21T10:00:00.000Z',
    seconds: 1.2,
    attempts: 1,
    ...about,
  },
  checks: [{ id: 'fixed', cell: id, title: '', outcome: 'passed', detail: '', seconds: 1 }],
  lookedFor: [],
});

test('a proof names what it is bound to, and is stale once that changes', () => {
  const bound = { runbook: 'a'.repeat(64), lab: 'b'.repeat(64) };
  const proof = proofSchema.parse(makeProof({ slug: SLUG, lab, bound, cells: [result('two')] }));
  expect(proof.predicate).toMatchObject({
    result: 'PASSED',
    passedTests: ['two/fixed'],
    warnedTests: [],
    kubemend: { level: 'component', cause: 'stand-in' },
  });
  expect(standingOf(proof, bound)).toEqual({ kind: 'proven' });
  expect(standingOf(proof, { ...bound, lab: 'c'.repeat(64) })).toEqual({ kind: 'stale', changed: ['lab'] });
  expect(standingOf(proof, { ...bound, versions: 'c'.repeat(64) })).toEqual({ kind: 'stale', changed: ['versions'] });
});

test('a proof tells of each cell what differs there, of all what they have in common, and which environment came up late', () => {
  const older = { versions: { docker: '25.0.0', kernel: '6.1' }, settings: { DOCKER: '25.0.0' } };
  const newer = { versions: { docker: '26.1.5', kernel: '6.1' }, startedAt: '2026-11-21T09:00:00.000Z', attempts: 2 };
  const cells = [result('old', older), result('new', newer), result('lie', { kind: 'mutation' })];
  const { kubemend, warnedTests } = makeProof({ slug: SLUG, lab, bound: { runbook: '', lab: '' }, cells }).predicate;
  expect(kubemend).toMatchObject({ versions: { kernel: '6.1' }, startedAt: '2026-11-21T09:00:00.000Z', seconds: 3.6 });
  expect(kubemend.cells.map(({ id, versions, settings }) => [id, versions, settings])).toEqual([
    ['old', { docker: '25.0.0' }, { DOCKER: '25.0.0' }],
    ['new', { docker: '26.1.5' }, {}],
    ['lie', {}, {}],
  ]);
  expect(warnedTests).toEqual(['new/up']);
});
