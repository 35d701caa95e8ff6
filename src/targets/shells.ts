/** The shells of one way: one that has taken a step takes the next, and a new one is made before the last of an old one has ended. */
import { randomBytes } from 'node:crypto';
import { openShell } from './shell.ts';
import type { Shell, ShellResult, ShellStep } from './shell.ts';
import { MOST_STEPS } from './server.ts';
import type { Way } from './way.ts';

const BASH = ['bash', '--noprofile', '--norc', '-s'];

export type Shells = {
  run(step: ShellStep): Promise<ShellResult>;
  /** Resolves to whether one had gone by itself, so that nobody took its directories away. */
  close: () => Promise<boolean>;
};

type Kept = { /** Whether somebody will close them: only then is one kept for what comes. */ kept: boolean };

/** All tokens begin with `tokens`. */
export const shellsOver = (way: Way, tokens: string, { kept }: Kept): Shells => {
  const steps = kept ? MOST_STEPS : 1;
  const streams = !kept ? 'own' : way.outlives ? 'relayed' : 'pairs';
  const idle: Shell[] = [];
  /** They take no more steps; of the last of each it may not be written down yet how it ended. */
  const spent: Shell[] = [];
  let closed = !kept;
  let died = false;
  const open = (): Shell => {
    const token = `${tokens}${randomBytes(4).toString('hex')}`;
    return openShell({ token, steps, streams, argv: way.command([...BASH, token]), env: way.env, outlives: way.outlives });
  };
  const take = (): Shell => {
    for (let shell = idle.pop(); shell; shell = idle.pop()) {
      if (shell.left() > 0) return shell;
      died = true;
    }
    return open();
  };
  /** While the last step of a shell runs, so that the next need not wait. */
  const spare = (shell: Shell): void => {
    if (way.ahead && !closed && shell.left() === 0 && idle.length === 0) idle.push(open());
  };
  const runOne = async (step: ShellStep, shell: Shell): Promise<ShellResult> => {
    const running = shell.run(step);
    spare(shell);
    const ran = await running;
    if (!closed && shell.left() > 0) idle.push(shell);
    else if (kept) spent.push(shell);
    else await shell.close();
    return ran;
  };
  /** Here it is certain that nothing has run in a shell that had gone before it said so. */
  const hadGone = ({ begun, code, result: { kind } }: ShellResult): boolean =>
    !way.outlives && !begun && code === null && (kind === 'exited' || kind === 'signalled');
  const runAny = async (step: ShellStep): Promise<ShellResult> => {
    for (const one of spent.splice(0)) void one.close();
    const shell = take();
    const used = shell.left() < steps;
    const ran = await runOne(step, shell);
    return used && hadGone(ran) ? runOne(step, open()) : ran;
  };
  const close = async (): Promise<boolean> => {
    closed = true;
    died ||= idle.some((shell) => shell.left() === 0);
    await Promise.all([...idle.splice(0), ...spent.splice(0)].map((shell) => shell.close()));
    return died;
  };
  return { run: runAny, close };
};
