/** A content tree of its own: the committed fixtures, their extracted runbooks, and a proof that holds or does not. */
import { cp, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { extractAll, loadContent } from '../../src/catalog/load-content.ts';
import type { Proof } from '../../src/domain/proof.ts';
import { formerLine, formerOf } from '../../src/domain/former-proof.ts';
import type { Runbook } from '../../src/domain/runbook.ts';
import { boundNow } from '../../src/catalog/bound.ts';

const FIXTURES = join(import.meta.dirname, 'fixtures');
const PAGES = join(import.meta.dirname, '../../content/pages');

export const proofOf = (subjects: Record<string, string>): Proof => ({
  _type: 'https://in-toto.io/Statement/v1',
  subject: Object.entries(subjects).map(([name, sha256]) => ({ name, digest: { sha256 } })),
  predicateType: 'https://in-toto.io/attestation/test-result/v0.1',
  predicate: {
    result: 'PASSED',
    configuration: [],
    passedTests: ['healthy-before', 'fault-seen'],
    warnedTests: [],
    failedTests: [],
    kubemend: {
      schema: 1,
      slug: 'demo-hostport',
      level: 'component',
      cause: 'stand-in',
      environment: 'netns',
      startedAt: '2026-11-20T02:00:00Z',
      seconds: 41.2,
      versions: { iptables: '1.8.9', portmap: '1.1.1' },
      notReal: ['microk8s stop and start are done by a script that removes the sandboxes as they do.'],
      cells: [
        {
          id: 'iptables-legacy',
          kind: 'affected',
          title: 'Stop and start, as in the report',
          settings: { IPTABLES: 'legacy' },
          versions: { iptables: '1.8.9 (legacy)' },
          outcome: 'passed',
          startedAt: '2026-11-20T02:00:00Z',
          seconds: 41.2,
          attempts: 2,
        },
      ],
      checks: [
        {
          id: 'healthy-before',
          cell: 'iptables-legacy',
          title: 'a healthy node is diagnosed as healthy',
          outcome: 'passed',
          detail: '',
          seconds: 1.2,
        },
        { id: 'fault-seen', cell: 'iptables-legacy', title: 'the fault is diagnosed', outcome: 'passed', detail: '', seconds: 2.4 },
      ],
      lookedFor: (['healthy', 'broken'] as const).map((state) => ({
        cell: 'iptables-legacy',
        state,
        slug: 'demo-untranslated',
        digest: '0'.repeat(64),
        verdict: 'not-applicable',
        reason: 'K3s is not installed.',
        forced: { verdict: 'absent', reason: '' },
      })),
    },
  },
});

const write = async (file: string, value: unknown): Promise<void> => {
  await mkdir(join(file, '..'), { recursive: true });
  await writeFile(file, `${JSON.stringify(value, null, 2)}\n`);
};

const extract = async (root: string): Promise<Runbook[]> => {
  const { extracted, findings } = extractAll(await loadContent(root));
  if (findings.length > 0) throw new Error(`The fixtures do not pass the lint: ${JSON.stringify(findings, null, 2)}`);
  return extracted.flatMap(({ extraction }) => (extraction.kind === 'ok' ? [extraction.runbook] : []));
};

/** `stale`: the proof is of another runbook than the one that is there. */
export const makeFixtureTree = async (root: string, proof: 'holds' | 'stale'): Promise<void> => {
  await cp(join(FIXTURES, 'content'), join(root, 'content'), { recursive: true });
  await cp(PAGES, join(root, 'content/pages'), { recursive: true });
  for (const runbook of await extract(root)) await write(join(root, 'runbooks', runbook.slug, 'runbook.json'), runbook);
  const folder = join(root, 'runbooks/demo-hostport');
  await cp(join(FIXTURES, 'lab/demo-hostport'), join(folder, 'lab/component'), { recursive: true });
  const [runbook] = await extract(root);
  if (!runbook) throw new Error('There are no fixtures.');
  const now = await boundNow(runbook, folder, 'component');
  const made = proofOf(proof === 'holds' ? now : { ...now, runbook: '0'.repeat(64) });
  await write(join(folder, 'proofs/component.json'), made);
  const former = { ...formerOf(made), startedAt: '2026-11-18T02:00:00Z' };
  await writeFile(join(folder, 'proofs/former.jsonl'), formerLine(former));
};
