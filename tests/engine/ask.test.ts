import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ask, readAnswer } from '../../src/engine/ask.ts';
import { targetExec } from '../../src/targets/target-exec.ts';
import { portsFor } from '../helpers/run.ts';
import { barePath } from '../helpers/bare-path.ts';
import { tempDir } from '../helpers/temp-dir.ts';

const askHere = (scripts: string[], { timeoutMs = 5000, interrupt = new AbortController().signal } = {}) => {
  const exec = targetExec([], { PATH: barePath(), HOME: tempDir(), TMPDIR: tempDir() });
  return ask(scripts, portsFor({ exec, interrupt }), timeoutMs);
};

/** Ended, whether or not its parent has taken note. */
const gone = async (pid: number): Promise<boolean> => {
  for (let tries = 0; tries < 50; tries += 1) {
    if (!existsSync(`/proc/${pid}`) || readFileSync(`/proc/${pid}/stat`, 'utf8').includes(') Z ')) return true;
    await setTimeout(20);
  }
  return false;
};

describe('asking many questions at once, with bash and coreutils alone', () => {
  it('answers each with its own output and exit status', async () => {
    const answers = await Promise.all(askHere(['echo one; echo two >&2', 'exit 7', 'no-such-tool', "printf 'a\\tb\\\\n\\nc'"]));
    expect(answers).toMatchObject([
      { kind: 'exited', code: 0, stdout: 'one', stderr: 'two' },
      { kind: 'exited', code: 7 },
      { kind: 'exited', code: 127, stderr: expect.stringContaining('no-such-tool: command not found') as string },
      { kind: 'exited', code: 0, stdout: 'a\tb\\n\nc' },
    ]);
  });

  it('answers the others at once when one hangs, and kills that one with all it started', async () => {
    const file = join(tempDir(), 'pid');
    const [hangs, quick] = askHere([`(trap '' TERM; sleep 60 & echo $! >${file}; wait)`, 'echo quick'], { timeoutMs: 1000 });
    const first = await Promise.race([hangs, quick]);
    expect(first).toMatchObject({ stdout: 'quick' });
    expect(await hangs).toMatchObject({ kind: 'timed-out', afterMs: 1000 });
    expect(await gone(Number(readFileSync(file, 'utf8')))).toBe(true);
  });

  it('leaves nothing running when it is interrupted', async () => {
    const file = join(tempDir(), 'pid');
    const person = new AbortController();
    const [hangs] = askHere([`sleep 60 & echo $! >${file}; wait`], { interrupt: person.signal, timeoutMs: 30_000 });
    while (!existsSync(file) || readFileSync(file, 'utf8') === '') await setTimeout(20);
    person.abort('SIGINT');
    expect(await hangs).toMatchObject({ kind: 'interrupted' });
    expect(await gone(Number(readFileSync(file, 'utf8')))).toBe(true);
  });

  it('a question that ends the shell ends its own', async () => {
    expect(await Promise.all(askHere(['exit 3', 'kill -KILL $BASHPID', 'echo still']))).toMatchObject([
      { kind: 'exited', code: 3 },
      { kind: 'exited', code: 137 },
      { kind: 'exited', stdout: 'still' },
    ]);
  });

  it('cuts what prints without end, and still answers', async () => {
    const [endless] = await Promise.all(askHere(["printf 'v1.2.3\\n'; for ((i = 0; i < 20000; i++)); do echo filler; done"]));
    expect(endless).toMatchObject({ kind: 'exited', code: 0, stdout: expect.stringMatching(/^v1\.2\.3\n/) as string });
  });

  it('says of every question what became of the whole, when there was no asking at all', async () => {
    const exec = targetExec(['/no/such/way'], { PATH: barePath() });
    const answers = await Promise.all(ask(['echo one', 'echo two'], portsFor({ exec })));
    expect(answers).toMatchObject([{ kind: 'unreachable' }, { kind: 'unreachable' }]);
  });

  it('breaks with the runner, not with the script', async () => {
    const broken = new Error('there is no lab');
    const answers = ask(['echo one', 'echo two'], portsFor({ exec: () => Promise.reject(broken) }));
    await expect(Promise.all(answers)).rejects.toBe(broken);
  });

  it('takes no line of somebody else for an answer', () => {
    const timing = { ms: 1, timeoutMs: 1 };
    for (const line of ['', 'Welcome to the node', '1', '1\tlate\tmore', 'x\t0\ta\tb', '1\t0\ta'])
      expect(readAnswer(line, timing), line).toBeNull();
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (line) => (readAnswer(line, timing), true)));
  });
});
