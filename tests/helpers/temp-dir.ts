import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

/** A directory of this test's own, gone when it ends. */
export const bareTempDir = (): string => mkdtempSync(join(tmpdir(), 'kubemend-test-'));

export const tempDir = (): string => {
  const directory = bareTempDir();
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  return directory;
};

/** A tiny real program. In place of a link that has its name, never through it. */
export const program = (directory: string, name: string, script: string): void => {
  rmSync(join(directory, name), { force: true });
  writeFileSync(join(directory, name), `#!/bin/bash\n${script}\n`);
  chmodSync(join(directory, name), 0o755);
};
