/** Labs need root and real tools. Without them their tests are skipped with the reason; where labs are required that is a failure. */
import { join } from 'node:path';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { cellOf, readLab, settingsOf } from '../../src/labs/definition.ts';
import type { LabHandle } from '../../src/labs/environment.ts';
import { environmentOf } from '../../src/labs/environments/index.ts';
import { describeMissing, missingFor } from '../../src/labs/missing.ts';
import { labDown, labsDown, labUp } from '../../src/labs/stand.ts';
import { tempDir } from '../helpers/temp-dir.ts';

export const ROOT = join(import.meta.dirname, '../..');
export const SLUG = 'microk8s-dnat';
export const source = { root: ROOT, slug: SLUG, level: 'component' } as const;
export const lab = readLab(source);

const missing = describeMissing(await missingFor(lab));
const required = Boolean(process.env['CI']) || process.env['KUBEMEND_REQUIRE_LABS'] === '1';

export const describeLab = (name: string, tests: () => void): void => {
  if (missing === '') describe(name, tests);
  else if (required) test(`${name}: this machine must be able to run labs`, () => expect(missing).toBe(''));
  else describe.skip(`${name} (this machine lacks ${missing})`, tests);
};

const wanted = ['26.1.5', '25.0.0'].map((DOCKER) => environmentOf('kind').missing({ DOCKER, KUBERNETES: '1.32.2' }));
const unprepared = describeMissing((await Promise.all(wanted)).flat());

/** On a real cluster, after `npm run cluster`. Where labs are required, one that was not prepared is a failure. */
export const describeCluster = (name: string, tests: () => void): void => {
  if (unprepared === '') describe(name, tests);
  else if (required) test(`${name}: this machine must be prepared`, () => expect(unprepared).toBe(''));
  else describe.skip(`${name} (this machine lacks ${unprepared})`, tests);
};

/** A directory of labs of this test's own: nothing else can be taken down, and nothing is left when it fails. */
export const ownLabs = (): void => {
  vi.stubEnv('KUBEMEND_LABS_DIR', join(tempDir(), 'labs'));
  onTestFinished(async () => void (await labsDown({ all: true })));
};

/** A lab of this test's own, gone when it ends. */
export const standing = async (cell: string): Promise<LabHandle> => {
  const handle = await labUp(source, cell);
  onTestFinished(() => labDown(handle.instance));
  return handle;
};

export type Answer = { code: number | string; stdout: string; stderr: string };

/** What a command on the node says. */
export const on = async (handle: LabHandle, script: string, as: 'node' | 'client' = 'node'): Promise<Answer> => {
  const result = await handle.exec(script, { as, env: settingsOf(lab, cellOf(lab, 'timeout')) });
  return { code: result.kind === 'exited' ? result.code : result.kind, stdout: result.stdout, stderr: result.stderr };
};
