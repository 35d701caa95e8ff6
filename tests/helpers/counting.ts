/**
 * A runbook of twelve steps and their undos whose actions count how often they ran: none but one may run twice. What the first prints, before and after
 * where it can be held, its undo needs. The fault is that one of
 * them has not happened; `alive` in the directory decides whether the verify is content.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Runbook } from '../../src/domain/runbook.ts';
import type { Step } from '../../src/domain/step.ts';
import type { Exec } from '../../src/engine/ports.ts';
import { action, collect, probe, runbookOf, undo } from './runbook.ts';

const ONCE = ['one', 'two', 'three', 'four'];

/** Where a file `hold` names the step, it waits between its halves until that is gone. */
const halfWay = (dir: string, name: string): string =>
  `if [ "$(cat ${dir}/hold 2>/dev/null)" = ${name} ]; then touch ${dir}/in-${name}; while [ -e ${dir}/hold ]; do sleep 0.05; done; fi`;

const NEEDED = { outputs: { WAS: '/^was (.*)$/' }, uses: ['WAS'], check: `[ "$WAS" = $'this\\nthat' ]; ` };
const neededOf = (name: string) => (name === 'one' ? NEEDED : { outputs: {}, uses: [], check: '' });

/** Twice the same line would be seen, and so would a missing one. */
const counted = (dir: string, name: string): Step[] => {
  const { outputs, uses, check } = neededOf(name);
  return [
    action(name, `echo was this; ${halfWay(dir, name)}; echo was that; echo "${name} $KEEP" >>${dir}/${name}`, {
      uses: ['KEEP'],
      outputs,
      again: { kind: 'done-when', probe: `${name}-is-done` },
      timeoutMs: 60_000,
    }),
    probe('verify', `${name}-is-done`, `[ -s ${dir}/${name} ] && echo yes || echo no`),
    undo(`undo-${name}`, `${halfWay(dir, `undo-${name}`)}; ${check}sed -i '$d' ${dir}/${name}; echo "undo-${name}" >>${dir}/undone`, {
      uses,
      timeoutMs: 60_000,
    }),
  ];
};

export const countingRunbook = (dir: string): Runbook => {
  const steps = [
    probe('precheck', 'look', `echo kept; echo yes`, { outputs: { KEEP: '/^(kept)$/' } }),
    probe('diagnose', 'broken', `for f in ${[...ONCE, 'again'].join(' ')}; do [ -s ${dir}/$f ] || { echo yes; exit; }; done; echo no`),
    ...ONCE.flatMap((name) => counted(dir, name)),
    action('again', `echo again >${dir}/again; echo again >>${dir}/again-count`),
    undo('undo-again', `rm -f ${dir}/again; echo undo-again >>${dir}/undone`, { repeatable: true }),
    probe('verify', 'alive', `[ -e ${dir}/alive ] && echo yes || echo no`),
  ];
  return runbookOf([...steps, collect('tell', `ls ${dir}`)], { verify: { withinMs: 300, everyMs: 20, stableMs: 40, samples: 2 } });
};

const linesOf = (dir: string, name: string): string[] => {
  const file = join(dir, name);
  return existsSync(file)
    ? readFileSync(file, 'utf8')
        .split('\n')
        .filter((line) => line !== '')
    : [];
};

/** What there is to see of the actions: how often each took effect, and which undos ran. */
export const countsOf = (dir: string): { done: Record<string, number>; undone: string[] } => ({
  done: Object.fromEntries([...ONCE, 'again'].map((name) => [name, linesOf(dir, name).length])),
  undone: linesOf(dir, 'undone'),
});

/** The same in memory, where hundreds of runs cost nothing: what the scripts of that runbook would do and print. */
export const countingWorld = (runbook: Runbook, alive: boolean): { exec: Exec; counts: () => ReturnType<typeof countsOf> } => {
  const done: Record<string, number> = { one: 0, two: 0, three: 0, four: 0, again: 0 };
  const undone: string[] = [];
  const answer = (yes: boolean): string => (yes ? 'yes\n' : 'no\n');
  const act = (id: string): string => {
    if (id === 'look') return 'kept\nyes\n';
    if (id === 'alive') return answer(alive);
    if (id === 'broken') return answer(Object.values(done).includes(0));
    if (id.endsWith('-is-done')) return answer((done[id.slice(0, -'-is-done'.length)] ?? 0) > 0);
    if (id.startsWith('undo-')) undone.push(id);
    const name = id.replace('undo-', '');
    if (name in done) done[name] = id === name ? (done[name] ?? 0) + 1 : (done[name] ?? 0) - 1;
    return id === 'one' ? 'was this\nwas that\n' : '';
  };
  const exec: Exec = async ({ script }) => {
    const id = runbook.steps.find((step) => step.script === script)?.id;
    return { kind: 'exited', code: 0, stdout: id === undefined ? 'nothing is missing\n' : act(id), stderr: '', truncated: false, ms: 0 };
  };
  return { exec, counts: () => ({ done: { ...done }, undone: [...undone] }) };
};

export const ALL_ONCE = { one: 1, two: 1, three: 1, four: 1, again: 1 };
export const NOTHING = { one: 0, two: 0, three: 0, four: 0, again: 0 };
export const UNDOS = ['undo-again', 'undo-four', 'undo-three', 'undo-two', 'undo-one'];

export const makeAlive = (dir: string): void => writeFileSync(join(dir, 'alive'), '');
