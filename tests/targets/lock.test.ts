import { execFileSync, spawn } from 'node:child_process';
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import type { LockOwner } from '../../src/domain/lock-owner.ts';
import type { Exec } from '../../src/engine/ports.ts';
import { openWay, parseTarget } from '../../src/targets/index.ts';
import { takeLock } from '../../src/targets/lock.ts';
import { ownerHere } from '../../src/targets/lock-owner.ts';
import { cleaned, execOver, targetExec } from '../../src/targets/target-exec.ts';
import { startSshNode } from '../helpers/sshd.ts';
import type { SshNode } from '../helpers/sshd.ts';
import { tempDir } from '../helpers/temp-dir.ts';

const local = { kind: 'local' } as const;
const mine = (run = 'run-1'): LockOwner => ownerHere({ run, since: new Date('2026-11-21T02:00:00Z') });
const isRoot = process.getuid?.() === 0;

describe('the lock on a target', () => {
  let dir: string;
  let exec: Exec;
  const take = (owner: LockOwner, breaks?: string) => takeLock(exec, { target: local, owner, breaks });
  const stands = (): LockOwner => JSON.parse(readFileSync(join(dir, 'kubemend.lock'), 'utf8')) as LockOwner;
  const write = (text: string): void => writeFileSync(join(dir, 'kubemend.lock'), `${text}\n`);

  beforeEach(() => {
    dir = tempDir();
    exec = targetExec([], { ...process.env, KUBEMEND_LOCK_DIR: dir });
  });

  it('says who has it and since when, is there for one at a time, and goes when it is released', async () => {
    const first = await take(mine());
    expect(first.kind).toBe('held');
    expect(stands()).toMatchObject({
      run: 'run-1',
      who: expect.stringContaining('@') as string,
      since: '2026-11-21T02:00:00.000Z',
      pid: process.pid,
    });
    expect(await take(mine('run-2'))).toMatchObject({ kind: 'taken', by: { run: 'run-1' }, state: 'alive' });
    if (first.kind === 'held') await first.release();
    expect(readdirSync(dir)).toEqual([]);
    expect((await take(mine('run-2'))).kind).toBe('held');
  });

  it('is had by exactly one of many who come at once, also when they find the lock of one who has ended', async () => {
    write(JSON.stringify({ ...mine('dead'), start: '1' }));
    const all = await Promise.all(Array.from({ length: 8 }, (_, i) => take(mine(`run-${i}`))));
    expect(all.filter(({ kind }) => kind === 'held')).toHaveLength(1);
    expect(readdirSync(dir)).toEqual(['kubemend.lock']);
  });

  it('of a process that has ended is taken over, whoever has its pid now', async () => {
    const ended = spawn('true');
    await new Promise((resolve) => ended.once('exit', resolve));
    for (const dead of [
      { ...mine('dead'), pid: ended.pid ?? 0 },
      { ...mine('dead'), start: '1' },
    ]) {
      write(JSON.stringify(dead));
      expect((await take(mine())).kind).toBe('held');
      expect(stands().run).toBe('run-1');
    }
  });

  it('of another machine is respected, since nobody here can tell: until it is broken by its name', async () => {
    write(JSON.stringify({ ...mine('theirs'), who: 'ada@laptop', place: 'another boot' }));
    expect(await take(mine())).toMatchObject({ kind: 'taken', by: { run: 'theirs', who: 'ada@laptop' }, state: 'elsewhere' });
    expect(await take(mine(), 'not-theirs')).toMatchObject({ kind: 'taken' });
    expect((await take(mine(), 'theirs')).kind).toBe('held');
  });

  it('of a run that lives is not broken by its name either', async () => {
    await take(mine('theirs'));
    expect(await take(mine(), 'theirs')).toMatchObject({ kind: 'taken', state: 'alive' });
  });

  it('of a killed run is taken over by its own resume, from wherever', async () => {
    write(JSON.stringify({ ...mine('run-1'), place: 'another boot' }));
    expect((await take(mine('run-1'))).kind).toBe('held');
  });

  it('is not released by who does not have it any more', async () => {
    const first = await take(mine());
    write(JSON.stringify({ ...mine('other'), place: 'another boot' }));
    if (first.kind === 'held') await first.release();
    expect(stands().run).toBe('other');
  });

  it('that nobody understands is respected', async () => {
    write('garbage');
    expect(await take(mine(), 'garbage')).toEqual({ kind: 'taken', by: null, state: 'elsewhere' });
  });

  it('that cannot be made is told as such', async () => {
    exec = targetExec([], { ...process.env, KUBEMEND_LOCK_DIR: join(dir, 'nowhere') });
    expect(await take(mine())).toMatchObject({ kind: 'failed', reason: expect.stringContaining('No such file') as string });
  });

  it('of a lab is its own', async () => {
    await take(mine());
    expect((await takeLock(exec, { target: { kind: 'lab', instance: 'md-1' }, owner: mine('run-2') })).kind).toBe('held');
  });
});

describe.runIf(isRoot)('the lock on a machine behind ssh', () => {
  let node: SshNode;
  beforeAll(async () => {
    node = await startSshNode();
  });
  afterAll(() => node?.down());

  const lockAs = async (user: string, run: string) => {
    const way = openWay(parseTarget(node.target(user)) ?? local, { env: cleaned(node.env), labPrefix: () => [], interactive: false });
    onTestFinished(() => way.close());
    return takeLock(execOver(way), { target: local, owner: mine(run) });
  };

  it('lies there, where root and a user meet, and nowhere here', async () => {
    const before = readdirSync('/run/lock');
    const first = await lockAs('root', 'run-a');
    expect(first.kind).toBe('held');
    expect(await lockAs('ada', 'run-b')).toMatchObject({ kind: 'taken', by: { run: 'run-a' } });
    const there = execFileSync('nsenter', ['--mount', '--target', String(node.inside().at(-1)), 'ls', '-A', '/run/lock'], {
      encoding: 'utf8',
    });
    expect([there, readdirSync('/run/lock')]).toEqual(['kubemend.lock\n', before]);
    if (first.kind === 'held') await first.release();
    expect((await lockAs('ada', 'run-b')).kind).toBe('held');
    expect(await lockAs('root', 'run-c')).toMatchObject({ kind: 'taken', by: { run: 'run-b' } });
  });
});
