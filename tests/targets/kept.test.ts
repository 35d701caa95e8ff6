import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, readdirSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Keep } from '../../src/engine/ports.ts';
import { clearLeft, keptEnd } from '../../src/targets/kept.ts';
import { GOODBYE, request, server } from '../../src/targets/server.ts';
import type { Served } from '../../src/targets/server.ts';
import { execOver } from '../../src/targets/target-exec.ts';
import { directWay } from '../../src/targets/way.ts';
import type { Way } from '../../src/targets/way.ts';
import { tempDir } from '../helpers/temp-dir.ts';

let dir: string;
let way: Way;

beforeEach(() => {
  dir = tempDir();
  way = directWay(
    () => [],
    { env: { PATH: process.env.PATH ?? '', HOME: dir, TMPDIR: dir } },
    async () => ({ kind: 'unknown', reason: '' }),
  );
});

const strict = (script: string): string => `mine "$work" || mkdir "$work"; cd "$work"; exec bash -euo pipefail -c '${script}'`;
const left = (): string[] => readdirSync(dir).filter((name) => name.startsWith('kubemend.'));
const LINES = 'kubemend.run-1.me.lines';

type Runner = { keep?: Keep; says?: string; streams?: Served['streams']; token?: string };

/** What a shell on a target does for a runner that asks it for one step and is never heard of again, unless it `says` something. */
const serve = (script: string, { keep = { nth: 7, outlives: true }, says = '', streams = 'relayed', token = 'run-1.me' }: Runner = {}) => {
  const served = { token, steps: 2, streams };
  const stdio = Array.from({ length: 7 }, () => 'pipe' as const);
  const child = spawn('bash', ['--noprofile', '--norc', '-s', token], { env: way.env, stdio, detached: true });
  // what is printed first says that it begins; a runner that was killed hears no more
  for (const stream of child.stdio.slice(1)) stream?.once('data', () => stream.destroy());
  child.stdin?.end(server(served) + request(served, 0, { script: strict(script), keep }) + says);
  return new Promise((resolve) => child.once('exit', resolve));
};

describe('how a step ended whose runner was killed', () => {
  it.each(['relayed', 'pairs'] as const)('is kept on the target with what it printed, for nobody but its owner (%s)', async (streams) => {
    await serve('echo one; echo why >&2; sleep 0.2; echo two; exit 3', { streams });
    expect(await keptEnd(way, 'run-1', 7)).toEqual({
      kind: 'exited',
      code: 3,
      stdout: 'one\ntwo\n',
      stderr: 'why\n',
      truncated: false,
      ms: expect.any(Number) as number,
    });
    expect(left()).toEqual([LINES]);
    for (const name of readdirSync(join(dir, LINES))) expect(statSync(join(dir, LINES, name)).mode & 0o777, name).toBe(0o600);
    expect(statSync(join(dir, LINES)).mode & 0o777).toBe(0o700);
  });

  it('is kept without what it printed when nobody needs that', async () => {
    await serve('true', { streams: 'pairs', keep: { nth: 7, outlives: false } });
    expect(await keptEnd(way, 'run-1', 7)).toMatchObject({ code: 0, stdout: '', truncated: true });
  });

  it('is not kept once it is known, or when it was not asked for', async () => {
    await serve('echo known', { says: GOODBYE });
    expect(left()).toEqual([]);
    const served: Served = { token: 'run-1.me', steps: 2, streams: 'relayed' };
    await serve('echo known', { says: request(served, 1, { script: strict('echo a probe') }) });
    expect(left()).toEqual([]);
  });

  it('is not known when the step was killed, or could not be made ready', async () => {
    await serve('kill -KILL $$');
    await serve('exit 125');
    expect(await keptEnd(way, 'run-1', 7)).toBeNull();
    expect(left()).toEqual([]);
  });

  it('is no other step’s, nor another run’s, and nothing after the machine was started anew', async () => {
    await serve('echo mine');
    expect(await keptEnd(way, 'run-1', 8)).toBeNull();
    expect(await keptEnd(way, 'run', 7)).toBeNull();
    const ended = join(dir, LINES, 'ended');
    writeFileSync(ended, readFileSync(ended, 'utf8').replace(/[\da-f-]{36}/, '00000000-0000-4000-8000-000000000000'));
    expect(await keptEnd(way, 'run-1', 7)).toBeNull();
  });

  it('fills no disk: of what it prints the beginning is kept, and told to be no more than that', async () => {
    await serve('head -c 30000000 /dev/zero | tr "\\0" x');
    expect(statSync(join(dir, LINES, 'out')).size).toBe(512 * 1024);
    expect(await keptEnd(way, 'run-1', 7)).toMatchObject({ code: 0, truncated: true });
  });

  it('is told soon although a child goes on to hold its output open, but not as all that was printed', async () => {
    await serve('(setsid sleep 3 &); echo done');
    expect(await keptEnd(way, 'run-1', 7)).toMatchObject({ code: 0, truncated: true });
  });
});

describe('what a run has left on its target', () => {
  it('is taken away with all that is its own, and nothing of another', async () => {
    await serve('true');
    mkdirSync(join(dir, 'kubemend.run-1.dead.0'));
    mkdirSync(join(dir, 'kubemend.run-1.now.0'));
    mkdirSync(join(dir, 'kubemend.run-11.x.0'));
    mkdirSync(join(dir, 'of-another'));
    symlinkSync(join(dir, 'of-another'), join(dir, 'kubemend.run-1.link'));
    await clearLeft(way, 'run-1.', { but: 'run-1.now', ends: true });
    expect(left()).toEqual(['kubemend.run-1.link', LINES, 'kubemend.run-1.now.0', 'kubemend.run-11.x.0']);
    await clearLeft(way, 'run-1.', { but: 'run-1.now', ends: false });
    expect(left()).toEqual(['kubemend.run-1.link', 'kubemend.run-1.now.0', 'kubemend.run-11.x.0']);
    expect(existsSync(join(dir, 'of-another'))).toBe(true);
  });

  it('stays as long as something of it is at work', async () => {
    const working = serve(`touch ${dir}/works; until [ -e ${dir}/go ]; do sleep 0.05; done`);
    await expect.poll(() => existsSync(join(dir, 'works'))).toBe(true);
    await clearLeft(way, 'run-1.', { ends: false });
    expect(left()).toContain('kubemend.run-1.me.0');
    writeFileSync(join(dir, 'go'), '');
    await working;
  });

  it('is taken away by itself when one of its shells was killed while it waited', async () => {
    const exec = execOver(way, 'run-1');
    const { stdout } = await exec({ script: 'echo $PPID', variables: {}, timeoutMs: 5000 }, () => {}, new AbortController().signal);
    process.kill(Number(stdout), 'SIGKILL');
    await expect.poll(() => existsSync(`/proc/${stdout.trim()}`)).toBe(false);
    expect(left()).not.toEqual([]);
    await exec.close();
    expect(left()).toEqual([]);
  });
});
