import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';

test('the published schemas are what scripts/schema.ts would write today', () => {
  const script = join(import.meta.dirname, '../../scripts/schema.ts');
  expect(execFileSync(process.execPath, [script, '--check'], { encoding: 'utf8' })).not.toContain('stale');
});
