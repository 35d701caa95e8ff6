/** A shell on a target (server.ts), seen from here: what it is given to do, how that ends, how it is stopped. */
import { existsSync } from 'node:fs';
import type { ExecResult } from '../domain/exec.ts';
import type { Exec, Keep } from '../engine/ports.ts';
import { boundedText } from './bounded-text.ts';
import { listen } from './listening.ts';
import { GOODBYE, request, server, stepToken } from './server.ts';
import type { Served } from './server.ts';
import { KILL_AFTER_MS, live, resultOf, serve } from './spawn.ts';
import type { End } from './spawn.ts';
import { stopper } from './stopping.ts';
import type { NotBegun } from './way.ts';
import { wireFor } from './wire.ts';
import type { Wire } from './wire.ts';

/** How long it may take to tidy up after what it has stopped. */
const TIDY_MS = 2000;
const CLOSE_MS = 1000;
const UNTOLD: End = { code: null, signal: null };
/** Of what is printed before any step begins, the last says why there is none. */
const KEPT_OWN = 8 * 1024;

export type ShellStep = {
  script: string;
  keep?: Keep;
  timeoutMs: number;
  onOutput: Parameters<Exec>[1];
  signal: AbortSignal;
  /** Ends what is left of the step whose token this is, and the shell whose token is given; tells whether anything of them may still run. */
  endThere: (token: string, shell?: string) => Promise<boolean>;
};

export type ShellResult = {
  result: ExecResult;
  token: string;
  /** The token of the shell itself. */
  shell: string;
  /** The step's own; null when nobody said it. */
  code: number | null;
  begun: boolean;
  /** What the command line said instead of the step. */
  instead: NotBegun;
};

export type Shell = {
  /** One step at a time. */
  run(step: ShellStep): Promise<ShellResult>;
  /** How many steps it can still take. */
  left(): number;
  /** For when it is known here how all its steps ended. Resolves when it has gone, and its directories with it, or is too slow. */
  close: () => Promise<void>;
};

export type ShellAt = Served & {
  argv: string[];
  env: Record<string, string>;
  /** Whether what runs there goes on when the command here is killed, which then cannot stop it either. */
  outlives: boolean;
};

/** Whether it came in time. */
const within = async (coming: Promise<unknown>, ms: number): Promise<boolean> => {
  const late = Promise.withResolvers<false>();
  const timer = setTimeout(() => late.resolve(false), ms);
  const came = await Promise.race([coming.then(() => true), late.promise]);
  clearTimeout(timer);
  return came;
};

type Process = ReturnType<typeof serve>;

const KILLED: [NodeJS.Signals, number][] = [
  ['SIGTERM', KILL_AFTER_MS],
  ['SIGTERM', TIDY_MS],
  ['SIGKILL', TIDY_MS],
];

/** Asks politely, then not; what does not come back at all is killed with its shell. */
const stopHere = async ({ kill }: Process, over: Promise<unknown>): Promise<boolean> => {
  for (const [signal, ms] of KILLED) {
    kill(signal);
    if (await within(over, ms)) return true;
  }
  return false;
};

type Running = { process: Process; at: ShellAt; token: string; over: Promise<unknown> };

/** Stops the step and what is left of it. Where there is no /proc to look at, the shell has seen to its group. */
const stopStep = async ({ process, at, token, over }: Running, { endThere }: ShellStep): Promise<boolean> => {
  if (at.outlives) {
    const left = await endThere(token, at.token);
    if (!left) await within(over, TIDY_MS); // what it said last is still on the way
    process.kill('SIGKILL');
    return left;
  }
  const ended = await stopHere(process, over);
  const left = await endThere(token);
  return existsSync('/proc/self/stat') ? left : !ended;
};

/** What the shell itself prints, where steps have streams of their own. */
const ownOutput = ({ pairs: [own] }: Process) => {
  const kept = { stdout: boundedText(KEPT_OWN), stderr: boundedText(KEPT_OWN) };
  for (const name of ['stdout', 'stderr'] as const) own?.[name].setEncoding('utf8').on('data', (text: string) => kept[name].add(text));
  return { stdout: () => kept.stdout.text(), stderr: () => kept.stderr.text() };
};

const NOTHING = { stdout: () => '', stderr: () => '' };

export const openShell = (at: ShellAt): Shell => {
  const { argv, env, outlives, streams, steps } = at;
  const paired = streams === 'pairs';
  const process = serve(argv, { env, more: paired ? steps : 0 });
  const own = paired ? ownOutput(process) : NOTHING;
  let end: End | null = null;
  let taken = 0;
  let busy = false;
  void process.ended.then((how) => {
    end = how;
    process.release(paired ? taken + 1 : Number(busy));
  });
  process.stdin.write(server(at));

  const give = (step: ShellStep): void => {
    process.stdin.write(request(at, taken, step));
    taken += 1;
    if (streams === 'own') process.stdin.end();
  };
  const retire = (): void => {
    taken = steps;
    process.stdin.end();
  };
  const insteadOf = (wire: Wire): NotBegun => ({
    code: end !== null && 'code' in end ? end.code : null,
    stdout: own.stdout() + wire.before('stdout'),
    stderr: own.stderr() + wire.before('stderr'),
  });

  const run = async (step: ShellStep): Promise<ShellResult> => {
    const began = performance.now();
    const token = stepToken(at, taken);
    const pair = process.pairs[paired ? taken + 1 : 0];
    if (!pair) throw new Error('the shell can take no more steps');
    const wire = wireFor(token);
    const listening = listen(pair, { onOutput: step.onOutput, wire });
    const over = Promise.race([wire.over, process.ended]);
    const kill = (): void => process.kill(outlives ? 'SIGKILL' : 'SIGUSR1');
    const stop = stopper(step, {
      lives: () => end === null && wire.code() === null,
      stop: () => {
        retire();
        return stopStep({ process, at, token, over }, step);
      },
    });
    busy = true;
    live.add(kill);
    give(step);
    await over;
    live.delete(kill);
    stop.release();
    const running = await stop.left();
    const goesOn = streams === 'relayed' && end === null;
    const output = { ...(goesOn ? listening.leave() : await listening.finish()), ms: performance.now() - began };
    busy = false;
    const code = wire.code();
    const how = code === null ? (end ?? UNTOLD) : { code, signal: null };
    const result = resultOf(how, stop.why(), { afterMs: step.timeoutMs, running, output });
    return { result, token, shell: at.token, code, begun: wire.begun(), instead: insteadOf(wire) };
  };
  const close = async (): Promise<void> => {
    process.stdin.end(GOODBYE);
    await within(process.ended, CLOSE_MS);
  };
  return { run, left: () => (end === null ? steps - taken : 0), close };
};
