/** What a step costs over ssh, beside ssh itself over a shared connection. */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { startSshNode } from '../../tests/helpers/sshd.ts';
import type { SshNode } from '../../tests/helpers/sshd.ts';
import { leastOf, ms, ratioFigure } from './measure.ts';
import type { Figure, Side } from './measure.ts';
import { runnerSide } from './workload.ts';

const STEPS = 20;
const ROUNDS = 7;
const GOAL = 1.5;

/** `count` commands over a connection that is already there. */
const controlMaster = ({ port, env }: SshNode, socket: string, count: number): Side => ({
  argv: ['bash', '-c', `for ((i = 0; i < ${count}; i++)); do ssh -S ${socket} -p ${port} root@127.0.0.1 echo step; done`],
  env,
});

export const sshFigures = async (dir: string, runner: string[]): Promise<Figure[]> => {
  const node = await startSshNode();
  const socket = join(node.dir, 'shared');
  const ssh = (...words: string[]) =>
    execFileSync('ssh', ['-S', socket, '-p', String(node.port), ...words], { env: node.env, stdio: 'ignore' });
  try {
    ssh('-M', '-f', '-N', 'root@127.0.0.1');
    const over = (count: number): Side => {
      const side = runnerSide({ dir, count }, runner, ['--target', node.target()]);
      return { ...side, env: { ...side.env, ...node.env } };
    };
    const least = leastOf<'run1' | 'runN' | 'ssh1' | 'sshN'>(
      { run1: over(1), runN: over(STEPS + 1), ssh1: controlMaster(node, socket, 1), sshN: controlMaster(node, socket, STEPS + 1) },
      ROUNDS,
    );
    const sides = {
      it: least.runN - least.run1,
      other: least.sshN - least.ssh1,
      named: `ssh with ControlMaster (start ${ms(least.ssh1)})`,
    };
    return [ratioFigure(`${STEPS} steps over ssh (start ${ms(least.run1)})`, sides, GOAL)];
  } finally {
    await node.down();
  }
};
