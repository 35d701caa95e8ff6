/** What a step costs beside the ways to run a script that people know. Start-up is what one step takes, and is taken off on every side. */
import { leastOf, ms, ratioFigure } from './measure.ts';
import type { Figure, Side } from './measure.ts';
import { ansibleSide, batsSide, loopSide, runnerSide } from './workload.ts';
import type { Workload } from './workload.ts';

const STEPS = 20;
const ROUNDS = 9;
/** A playbook takes seconds. */
const SLOW_ROUNDS = 3;

type Cost = { start: number; steps: number };

const costOf = (one: number, many: number): Cost => ({ start: one, steps: many - one });

export const stepFigures = (dir: string, runner: string[]): Figure[] => {
  const pair = <Name extends string>(name: Name, make: (work: Workload) => Side) =>
    ({ [`${name}1`]: make({ dir, count: 1 }), [`${name}N`]: make({ dir, count: STEPS + 1 }) }) as Record<`${Name}1` | `${Name}N`, Side>;
  const runnerPair = pair('run', (work) => runnerSide(work, runner));
  const quick = leastOf({ ...runnerPair, ...pair('loop', loopSide), ...pair('bats', batsSide) }, ROUNDS);
  const slow = leastOf(pair('ansible', ansibleSide), SLOW_ROUNDS);
  const it = costOf(quick.run1, quick.runN);
  const sides = {
    loop: costOf(quick.loop1, quick.loopN),
    bats: costOf(quick.bats1, quick.batsN),
    ansible: costOf(slow.ansible1, slow.ansibleN),
  };
  const beside = (named: string, other: Cost, goal: number): Figure =>
    ratioFigure(
      `${STEPS} steps, beside ${named}`,
      { it: it.steps, other: other.steps, named: `${named} (start ${ms(other.start)})` },
      goal,
    );
  return [
    { what: 'start-up of that run: catalogue, gate, diagnose, one step, verify', measured: ms(it.start), goal: 'told apart', met: true },
    beside('bash loop', sides.loop, 3),
    beside('bats', sides.bats, 1 / 3),
    beside('ansible-playbook', sides.ansible, 1 / 30),
  ];
};
