import { execa } from 'execa';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { spawn } from '../../src/targets/spawn.ts';

test('all that a command has printed is read, however busy this process was when it ended', async () => {
  expect((await execa(process.execPath, [join(import.meta.dirname, 'fixtures/busy-reader.ts')])).stdout).toBe('exited 23893');
});

test('one that leaves somebody behind who writes for ever is over all the same', async () => {
  const env = { PATH: process.env['PATH'] ?? '', LC_ALL: 'C' };
  const argv = ['bash', '-c', 'echo mine; (timeout 5 yes) & sleep 0.1'];
  const signal = new AbortController().signal;
  const result = await spawn({ argv, stdin: '', timeoutMs: 20_000, env, signal, onOutput: () => {} });
  expect(result).toMatchObject({ kind: 'exited', code: 0 });
  expect(result.stdout).toMatch(/^mine\n/);
});
