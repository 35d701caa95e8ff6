import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { parseLab } from '../../src/labs/definition.ts';
import { runLab } from '../../src/labs/run-lab.ts';
import { fileFault, probe, runbookOf } from '../helpers/runbook.ts';
import { tempDir } from '../helpers/temp-dir.ts';
import { describeLab, ownLabs } from './helpers.ts';

const FILES: Record<string, string> = {
  'up.sh': 'mkdir -p /srv/app; touch /srv/app/alive',
  'inject.sh': 'if [ "$BREAKS" = yes ]; then touch /srv/app/broken; fi',
  'serves.sh': 'if [ -e /srv/app/broken ]; then echo it is broken; exit 1; else echo it is whole; fi',
  'broken.sh': 'if [ -e /srv/app/broken ]; then echo it is broken; else echo it is whole; exit 1; fi',
  'mend.sh': 'rm /srv/app/broken',
  'blind.sh': 'echo I lost my glasses >&2; exit 2',
  'snapshot.sh': "echo '## app'; ls /srv/app; echo '## heard'; cat /srv/app/heard 2>/dev/null || true",
};

const YAML = `
environment: netns
level: component
cause: simulated
notReal: [The failure is a file.]
scripts: { up: up.sh, inject: inject.sh, snapshot: { path: snapshot.sh, on: node } }
witness:
  kind: scripts
  serves: { title: It is whole, path: serves.sh }
  broken: { title: It is broken, path: broken.sh }
  restored: { title: It is whole again, path: serves.sh }
settings: { BREAKS: 'no' }
cells:
  - { id: whole, kind: control, title: Nothing is broken, injected: true }
  - { id: torn, kind: affected, title: It is broken, settings: { BREAKS: 'yes' } }
mutations:
  - { id: asleep, title: A fix that does nothing, cell: torn, change: { fix: 'true' }, caughtBy: verify/broken }
  - { id: deleter, title: A fix that deletes the service, cell: torn, change: { step: mend, script: rm /srv/app/* }, caughtBy: verify/alive }
`;

const { diagnose, verify, fix, undo } = fileFault('/srv/app');
const runbook = runbookOf([diagnose, verify, { ...fix, script: 'rm /srv/app/broken' }, { ...undo, script: 'touch /srv/app/broken' }]);

/** A checkout with nothing but this lab. */
const checkout = (): string => {
  const root = tempDir();
  const folder = join(root, 'runbooks', 'test-fault', 'lab', 'component');
  mkdirSync(folder, { recursive: true });
  for (const [name, text] of Object.entries({ ...FILES, 'lab.yaml': YAML })) writeFileSync(join(folder, name), text);
  return root;
};

const run = async (change: { yaml?: string; runbook?: typeof runbook } = {}) => {
  const lab = parseLab(change.yaml ?? YAML, 'lab.yaml');
  const outcome = await runLab({ slug: 'test-fault', root: checkout(), lab, runbook: change.runbook ?? runbook });
  if (outcome.kind === 'cannot-run') throw new Error('the lab cannot run');
  return outcome.checks.filter(({ outcome: one }) => one === 'failed').map(({ cell, id, detail }) => `${cell}/${id}: ${detail}`);
};

beforeEach(ownLabs);

describeLab('a lab with eyes of its own', () => {
  test('is proven by what its scripts see, with mutations of a fix and of one of its steps', async () => {
    expect(await run()).toEqual([]);
  });

  test('fails where its witness does not see what should be', async () => {
    const silent = YAML.replace("{ BREAKS: 'yes' }", "{ BREAKS: 'no' }").replace(/mutations:[^]*/, '');
    expect(await run({ yaml: silent })).toEqual(['torn/broken: it is whole']);
  });

  test('takes a witness that could not look for a broken lab, not for an answer', async () => {
    const blind = YAML.replace('title: It is whole, path: serves.sh', 'title: It is whole, path: blind.sh').replace(/mutations:[^]*/, '');
    expect((await run({ yaml: blind })).join('\n')).toContain('blind.sh could not look: it ended with exit code 2: I lost my glasses');
  });

  test('holds reading steps to the state that it says counts', async () => {
    const noisy = probe('diagnose', 'broken', 'echo here >/srv/app/heard; [ -e /srv/app/broken ] && echo yes || echo no');
    const steps = runbook.steps.map((step) => (step.id === 'broken' ? noisy : step));
    const failed = await run({ runbook: { ...runbook, steps }, yaml: YAML.replace(/mutations:[^]*/, '') });
    const touched = 'healthy-untouched: broken changed app: was "## heard", is "heard"';
    expect(failed.toSorted()).toEqual([`torn/${touched}`, `whole/${touched}`]);
  });

  test('lets the person act where a resolution is theirs, and verifies what they did', async () => {
    const acts = YAML.replace('scripts: {', 'scripts: { byHand: { by-hand: mend.sh },').replace(/mutations:[^]*/, '');
    const theirs = acts.replace('kind: affected,', 'kind: affected, resolution: by-hand, undo: { none: A person did it },');
    expect(await run({ yaml: theirs })).toEqual([]);
    expect(await run({ yaml: theirs.replace('mend.sh', 'up.sh') })).toEqual([
      expect.stringContaining('torn/verify/broken: broken is present'),
    ]);
  });

  test('has the view that its environment can give', async () => {
    await expect(run({ yaml: `${YAML}view: user\n` })).rejects.toThrow('a lab in netns has no view of the user, only of the node');
  });
});
