/** The same trivial steps for every side: a runbook, a bash loop, a bats file, a playbook. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runbookSchema } from '../../src/domain/runbook.ts';
import type { Runbook } from '../../src/domain/runbook.ts';
import type { Step } from '../../src/domain/step.ts';
import type { Side } from './measure.ts';

const scriptOf = (number: number): string => `echo step ${number}`;
const numbers = (count: number): number[] => Array.from({ length: count }, (_, index) => index + 1);

const base = { timeoutMs: 20_000, needs: [], uses: [], outputs: {}, note: null, line: 1 };
const probe = (phase: 'diagnose' | 'verify', id: string, script: string): Step => ({
  ...base,
  kind: 'probe',
  phase,
  id,
  title: id,
  script,
  present: 'yes',
  absent: 'no',
});

const action = (number: number): Step => ({
  ...base,
  kind: 'action',
  phase: 'fix',
  id: `step-${number}`,
  title: `Step ${number}`,
  script: scriptOf(number),
  risk: 'reversible',
  undo: { kind: 'none', reason: 'it changes nothing' },
  again: { kind: 'repeatable' },
});

/** The fault is there until the last step has run; the shortest verify there is, so that nothing is waited for. */
const runbookOf = (count: number, mark: string): Runbook => {
  const last = { ...action(count), script: `${scriptOf(count)}; touch ${mark}` };
  const steps = [
    probe('diagnose', 'broken', `[ -e ${mark} ] && echo no || echo yes`),
    ...numbers(count - 1).map(action),
    last,
    probe('verify', 'alive', 'echo yes'),
  ];
  const cost = { downtime: 'none', loses: 'nothing', survives: { reboot: 'yes', upgrade: 'yes' } };
  return runbookSchema.parse({
    schema: 1,
    id: 'KM9001',
    slug: `steps-${count}`,
    distro: 'kind',
    affects: [],
    inputs: [],
    steps,
    resolutions: [{ kind: 'steps', id: 'all', recommended: true, steps: numbers(count).map((number) => `step-${number}`) }],
    verify: { withinMs: 1, everyMs: 1, stableMs: 1, samples: 2 },
    signatures: [],
    upstream: [],
    text: {
      en: {
        title: 'Steps',
        symptom: 'None.',
        summary: 'Trivial steps.',
        steps: Object.fromEntries(steps.map(({ id, title }) => [id, title])),
        resolutions: { all: { title: 'All', cost } },
        inputs: {},
        body: '',
      },
      'zh-cn': null,
    },
  });
};

export type Workload = { dir: string; count: number };

/** Every time from a node that is broken. */
export const runnerSide = ({ dir, count }: Workload, runner: string[], more: string[] = []): Side => {
  const folder = join(dir, 'root', 'runbooks', `steps-${count}`);
  const mark = join(dir, `mended-${count}`);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'runbook.json'), JSON.stringify(runbookOf(count, mark)));
  const env = {
    PATH: process.env['PATH'],
    HOME: dir,
    XDG_STATE_HOME: join(dir, 'state'),
    KUBEMEND_ROOT: join(dir, 'root'),
    LC_ALL: 'C',
    KUBEMEND_LOCK_DIR: dir,
  };
  const command = `rm -f ${mark}; exec ${[...runner, 'run', `steps-${count}`, '--yes', ...more].join(' ')}`;
  return { argv: ['bash', '-c', command], env };
};

export const loopSide = ({ dir, count }: Workload): Side => {
  const folder = join(dir, `loop-${count}`);
  mkdirSync(folder, { recursive: true });
  for (const number of numbers(count)) writeFileSync(join(folder, `${number}.sh`), `${scriptOf(number)}\n`);
  return { argv: ['bash', '-c', `for file in ${folder}/*.sh; do bash "$file"; done`] };
};

export const batsSide = ({ dir, count }: Workload): Side => {
  const file = join(dir, `steps-${count}.bats`);
  writeFileSync(
    file,
    numbers(count)
      .map((number) => `@test "step ${number}" {\n  ${scriptOf(number)}\n}\n`)
      .join('\n'),
  );
  return { argv: ['bats', file] };
};

export const ansibleSide = ({ dir, count }: Workload): Side => {
  const file = join(dir, `steps-${count}.yaml`);
  const tasks = numbers(count).map((number) => ({ name: `step ${number}`, 'ansible.builtin.shell': scriptOf(number) }));
  writeFileSync(file, JSON.stringify([{ hosts: 'localhost', connection: 'local', gather_facts: false, tasks }]));
  return { argv: ['ansible-playbook', '-i', 'localhost,', file], env: { ...process.env, ANSIBLE_LOCALHOST_WARNING: 'False' } };
};
